// `scim2ldap state resolve-roles`: users follow a changed table of roles.

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "connector/commands/Progress.h"
#include "connector/store/StateLock.h"
#include "ldap/Directory.h"
#include "tests/connector/commands/CommandSetup.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Folders.h"
#include "tests/support/Program.h"
#include "tests/support/ScimClient.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

const std::string kTable =
    "[endpoint.roles]\ntable = { \"Portal Admin\" = \"admin\", \"Portal Editor\" = \"editor\" }\n"
    "default = \"viewer\"\n";

SlapdOptions withRoleGroups() {
  SlapdOptions options;
  options.ppolicy = true;
  options.ldif =
      "dn: cn=admins,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n"
      "dn: cn=editors,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n";
  return options;
}

ConnectorOptions withRoles() {
  ConnectorOptions options;
  options.mapping = SCIM2LDAP_SOURCE_DIR "/tests/idp/entra/roles.toml";
  options.moreTables = kTable;
  return options;
}

struct Fixture {
  TemporarySlapd slapd{withRoleGroups()};
  ConnectorProcess connector{slapd, withRoles()};
  ldap::Directory directory{slapd.settings()};

  void make(const std::string& userName, const std::string& role) {
    const std::string roles = role.empty() ? "" : R"(,"roles":[{"value":")" + role + R"("}])";
    const std::string body = R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" +
                             userName + "\"" + roles + "}";
    BOOST_TEST_REQUIRE(ScimClient(connector).send("POST", "/Users", body).status == 201);
  }
  /// Another table in the file; the running service does not know of it.
  void replaceInTable(const std::string& text, const std::string& by) {
    std::string content = readFile(connector.configFile());
    const std::size_t at = content.find(text);
    BOOST_TEST_REQUIRE(at != std::string::npos);
    std::ofstream(connector.configFile()) << content.replace(at, text.size(), by);
  }
  [[nodiscard]] CommandRun run(const std::string& options) {
    return runCommand("state resolve-roles " + options, connector.configFile(), folder_);
  }
  [[nodiscard]] std::string type(const std::string& user) {
    return directory.read(dn("uid=" + user + ",ou=people"), {"employeeType"})
        ->first("employeeType")
        .value_or("");
  }
  [[nodiscard]] std::vector<std::string> members(const std::string& group) {
    return directory.read(dn("cn=" + group + ",ou=groups"), {"member"})->values("member");
  }
  [[nodiscard]] ldap::Dn dn(const std::string& relative) const {
    return ldap::Dn::parse(relative + "," + slapd.base());
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(StateSuite, Fixture)

BOOST_AUTO_TEST_CASE(users_follow_a_changed_table) {
  make("ann", "Portal Admin");
  make("bob", "Portal Editor");
  make("cleo", "");
  replaceInTable("\"Portal Admin\" = \"admin\"", "\"Portal Admin\" = \"editor\"");
  replaceInTable("default = \"viewer\"", "default = \"\"");

  // A look changes nothing, and is possible while the service runs.
  const CommandRun look = run("--dry-run");
  BOOST_TEST(look.status == 0);
  BOOST_TEST(look.output.find("ann: admin -> editor\n") != std::string::npos, look.output);
  BOOST_TEST(look.output.find("cleo: viewer -> (none)\n") != std::string::npos, look.output);
  BOOST_TEST(look.output.find("bob") == std::string::npos);
  BOOST_TEST(type("ann") == "admin");

  // The service writes; it has to know the table.
  const CommandRun early = run("");
  BOOST_TEST(early.status == 1);
  BOOST_TEST(
      early.errors.find("ann: keeps admin, could not get editor: the service does not know the new table") !=
          std::string::npos,
      early.errors);
  BOOST_TEST(type("ann") == "admin");
  connector.reload();
  while (connector.log().find("\"RELOADED\"") == std::string::npos) {
    BOOST_TEST_REQUIRE(connector.running());
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const CommandRun written = run("");
  BOOST_TEST(written.status == 0);
  BOOST_TEST(written.output == look.output);
  BOOST_TEST(written.errors == "2 of 3 users were changed\n");
  BOOST_TEST(type("ann") == "editor");
  BOOST_TEST(type("cleo").empty());
  BOOST_TEST(members("editors").size() == 2U);
  BOOST_TEST(members("admins") == std::vector<std::string>{"cn=empty-group"},
             boost::test_tools::per_element());
  BOOST_TEST(run("").output.empty());
}

BOOST_AUTO_TEST_CASE(without_a_service_the_command_writes_itself) {
  make("ann", "Portal Admin");
  replaceInTable("\"Portal Admin\" = \"admin\"", "\"Portal Admin\" = \"editor\"");
  connector.kill();
  const CommandRun written = run("");
  BOOST_TEST(written.status == 0);
  BOOST_TEST(written.output == "ann: admin -> editor\n");
  BOOST_TEST(type("ann") == "editor");
  // A service comes after that as if nothing had been.
  connector.start();
  BOOST_TEST(run("").output.empty());
}

BOOST_AUTO_TEST_CASE(one_process_writes_at_a_time) {
  make("ann", "Portal Admin");
  replaceInTable("\"Portal Admin\" = \"admin\"", "\"Portal Admin\" = \"editor\"");
  connector.kill();
  const scim2ldap::connector::StateLock other(connector.configFile().parent_path() / "state" /
                                              "scim2ldap.db");
  const CommandRun result = run("");
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.errors.find("serves from this state directory already") != std::string::npos,
             result.errors);
  BOOST_TEST(type("ann") == "admin");
}

BOOST_AUTO_TEST_CASE(users_whose_role_cannot_be_given_are_told_and_the_others_get_theirs) {
  make("ann", "Portal Admin");
  make("bob", "Portal Editor");
  replaceInTable("\"Portal Admin\" = \"admin\", \"Portal Editor\" = \"editor\"",
                 "\"Portal Admin\" = \"editor\", \"Portal Editor\" = \"admin\"");
  BOOST_TEST(connector.stop() == 0);
  BOOST_TEST_REQUIRE(directory.remove(dn("cn=admins,ou=groups")).ok());
  const CommandRun result = run("--json");
  BOOST_TEST(result.status == 1);
  BOOST_TEST(
      result.output.find("\"userName\":\"ann\",\"from\":\"admin\",\"to\":\"editor\"}") != std::string::npos,
      result.output);
  BOOST_TEST(
      result.output.find("\"userName\":\"bob\",\"from\":\"editor\",\"to\":\"admin\",\"error\":\"the role") !=
          std::string::npos,
      result.output);
  BOOST_TEST(result.errors.find("1 of 2 users were changed, 1 could not be") != std::string::npos,
             result.errors);
  BOOST_TEST(type("ann") == "editor");
  BOOST_TEST(type("bob") == "editor");
}

BOOST_AUTO_TEST_CASE(wrong_calls_are_told) {
  BOOST_TEST(run("--endpoint none").status == 2);
  BOOST_TEST(run("--endpoint none").errors.find("there is no endpoint none with [endpoint.roles]") !=
             std::string::npos);
  BOOST_TEST(run("more").errors.find("\"more\" is one word too many") != std::string::npos);
  replaceInTable(kTable, "");
  BOOST_TEST(run("--dry-run").errors.find("no endpoint has [endpoint.roles]") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(ProgressSuite)

BOOST_AUTO_TEST_CASE(a_bar_grows_on_a_terminal_and_goes_in_the_end) {
  using scim2ldap::connector::Progress;
  std::ostringstream out;
  {
    Progress progress(out, true, 10);
    progress.show(5);
    BOOST_TEST(out.str() == "\r[###############...............] 5 of 10");
    progress.hide();
    BOOST_TEST(out.str().ends_with("\r\033[K"));
    // More than there were at first.
    progress.show(12);
    BOOST_TEST(out.str().ends_with("[##############################] 12 of 10"));
  }
  BOOST_TEST(out.str().ends_with("\r\033[K"));
  std::ostringstream file;
  {
    Progress progress(file, false, 0);
    progress.show(1);
  }
  BOOST_TEST(file.str().empty());
}

BOOST_AUTO_TEST_SUITE_END()
