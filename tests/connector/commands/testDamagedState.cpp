// `scim2ldap serve`, and every other command, on a side table that is lost or damaged: told, and nothing is
// overwritten.

#include <sys/wait.h>

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <map>

#include "tests/connector/commands/CommandSetup.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Program.h"
#include "tests/support/ScimClient.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

/// So that every command opens the side table.
ConnectorOptions withPolicies() {
  ConnectorOptions options;
  options.moreTables =
      "[endpoint.roles]\nallowed = [\"staff\"]\n[endpoint.leaving_guard]\ncount = 50\n"
      "[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\n";
  return options;
}

struct Fixture {
  TemporarySlapd slapd{{.ppolicy = true,
                        .ldif = "dn: cn=basic,ou=groups,dc=example,dc=com\nobjectClass: "
                                "groupOfNames\nmember: cn=empty-group\n\n"}};
  ConnectorProcess connector{slapd, withPolicies()};
  ScimClient client{connector};
  TemporaryFolder folder;
  std::filesystem::path file = connector.configFile().parent_path() / "state" / "scim2ldap.db";
  std::filesystem::path log = file.string() + "-wal";

  Fixture() {
    for (int i = 0; i < 40; ++i) static_cast<void>(client.makeUser("u" + std::to_string(i), "Somebody"));
  }
  [[nodiscard]] std::map<std::string, std::string> contents() const {
    std::map<std::string, std::string> all;
    for (const std::filesystem::path& each : {file, log}) {
      if (std::filesystem::exists(each)) all[each.string()] = readFile(each);
    }
    return all;
  }
  static void overwrite(const std::filesystem::path& path, std::uintmax_t at, std::size_t bytes) {
    std::fstream out(path, std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(static_cast<std::streamoff>(at));
    for (std::size_t i = 0; i < bytes; ++i) out.put(static_cast<char>(i * 7 + 13));
  }
  /// The service ends at once, says this and leaves both files as they are.
  void refusesToStart(const std::string& named, const std::string& remedy) {
    const auto before = contents();
    BOOST_REQUIRE_THROW(connector.start(), std::runtime_error);
    BOOST_TEST((contents() == before), "a file was changed");
    refuses("serve", named, remedy);
  }
  void refuses(const std::string& command, const std::string& named, const std::string& remedy) const {
    const auto before = contents();
    const CommandRun run = runCommand(command, connector.configFile(), folder);
    BOOST_TEST(run.status == 1, command << ": " << run.output << run.errors);
    BOOST_TEST(run.says(named), command << ": " << run.errors);
    BOOST_TEST(run.says(remedy), command << ": " << run.errors);
    BOOST_TEST((contents() == before), command << " has changed a file");
  }
  /// Nor does any other command that opens the side table.
  void allRefuse(const std::string& named, const std::string& remedy) {
    const std::string backup = (folder.path() / "backup.db").string();
    for (const std::string& command : std::vector<std::string>{
             "state verify", "state repair --dry-run", "state repair", "state rebuild --dry-run",
             "state rebuild", "state backup " + backup, "state confirm-leaving", "state resolve-roles",
             "state review-fallback", "log", "token list", "token create more", "token revoke more",
             "client list", "group list", "group link cn=a,ou=groups,dc=example,dc=com x", "check",
             "preview --method DELETE --path /Users/x"})
      refuses(command, named, remedy);
    BOOST_TEST(!std::filesystem::exists(backup));
    refusesToStart(named, remedy);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(DamagedState, Fixture)

BOOST_AUTO_TEST_CASE(a_lost_side_table_is_a_new_one_and_ids_stay) {
  const std::string id(
      client.send("GET", "/Users?count=1").body.find("Resources")->asArray()[0].stringAt("id"));
  BOOST_TEST(connector.log().find("\"STATE_NEW\"") != std::string::npos);
  connector.restart();
  BOOST_TEST(connector.log().find("\"STATE_NEW\"") == std::string::npos);
  connector.kill();
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + end);
  connector.start();
  BOOST_TEST(connector.log().find("\"STATE_NEW\"") != std::string::npos);
  BOOST_TEST(connector.log().find("state rebuild") != std::string::npos);
  const std::string token = connector.command("token create again");
  const ScimClient again(connector.baseUrl(), token.substr(0, token.find('\n')));
  BOOST_TEST(again.send("GET", "/Users/" + id).status == 200);
}

BOOST_AUTO_TEST_CASE(a_damaged_header) {
  BOOST_TEST(connector.stop() == 0);
  overwrite(file, 0, 100);
  refusesToStart("scim2ldap.db: ", "scim2ldap state rebuild");
}

BOOST_AUTO_TEST_CASE(a_damaged_page_in_the_middle) {
  BOOST_TEST(connector.stop() == 0);
  const std::uintmax_t page = 4096;
  overwrite(file, std::filesystem::file_size(file) / 2 / page * page, page);
  refusesToStart("scim2ldap.db: is damaged", "restore the file from a backup");
}

BOOST_AUTO_TEST_CASE(a_truncated_file) {
  BOOST_TEST(connector.stop() == 0);
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  refusesToStart("scim2ldap.db: ", "scim2ldap state rebuild");
}

BOOST_AUTO_TEST_CASE(an_emptied_file_with_its_log) {
  connector.kill();
  BOOST_TEST_REQUIRE(std::filesystem::exists(log));
  std::filesystem::resize_file(file, 0);
  allRefuse("scim2ldap.db: is empty, and ", "restore the file from a backup");
  std::filesystem::remove(file);
  refuses("token create more", "scim2ldap.db: is empty, and ", "restore the file from a backup");
}

BOOST_AUTO_TEST_CASE(a_log_that_is_damaged_in_the_middle) {
  connector.kill();
  overwrite(log, std::filesystem::file_size(log) / 2, 64);
  allRefuse("scim2ldap.db-wal: is damaged", "scim2ldap state verify");
}

BOOST_AUTO_TEST_CASE(who_only_looks_leaves_the_files_as_they_are) {
  connector.kill();
  const auto before = contents();
  BOOST_TEST_REQUIRE(before.size() == 2U);
  for (const char* command : {"state verify", "log"}) {
    BOOST_TEST(runCommand(command, connector.configFile(), folder).status == 0);
    BOOST_TEST((contents() == before), command);
  }
}

BOOST_AUTO_TEST_CASE(a_log_with_a_damaged_header) {
  connector.kill();
  overwrite(log, 0, 8);
  refusesToStart("scim2ldap.db-wal: is damaged", "scim2ldap state verify");
}

BOOST_AUTO_TEST_CASE(a_log_that_a_crash_has_torn_is_none) {
  connector.kill();
  // The end of what was written last, which nobody was told of.
  std::filesystem::resize_file(log, std::filesystem::file_size(log) - 100);
  connector.start();
  BOOST_TEST(client.send("GET", "/Users?count=1").status == 200);
}

BOOST_AUTO_TEST_CASE(verify_tells_of_damage_in_words) {
  BOOST_TEST(connector.stop() == 0);
  const std::uintmax_t page = 4096;
  overwrite(file, std::filesystem::file_size(file) / 2 / page * page, page);
  const CommandRun run = runCommand("state verify", connector.configFile(), folder);
  BOOST_TEST(run.status == 1);
  BOOST_TEST(run.output.starts_with("damaged-file: the side table is damaged: "), run.output << run.errors);
  BOOST_TEST(std::count(run.output.begin(), run.output.end(), '\n') == 1, run.output);
  BOOST_TEST(run.output.find("estore ") == run.output.rfind("estore "), run.output);
  BOOST_TEST(run.output.find("?") == std::string::npos, run.output);
  BOOST_TEST(run.errors == "1 finding\n", run.errors);
  // Nothing is saved of it that looks like a backup.
  const std::filesystem::path backup = folder.path() / "backup.db";
  BOOST_TEST(runCommand("state backup " + backup.string(), connector.configFile(), folder).status == 1);
  BOOST_TEST(!std::filesystem::exists(backup));
}

BOOST_AUTO_TEST_SUITE_END()
