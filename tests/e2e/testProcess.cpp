#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "connector/provisioning/PlanJson.h"
#include "connector/store/Database.h"
#include "connector/store/SqliteStore.h"
#include "connector/store/StateLock.h"
#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Folders.h"
#include "tests/support/HttpClient.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

bool logSays(const ConnectorProcess& connector, const std::string& text) {
  for (int i = 0; i < 200; ++i) {
    if (connector.log().find(text) != std::string::npos) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

const std::string kUnknownAttribute =
    "\n[[user.attribute]]\nscim = \"nickName\"\nldap = \"noSuchAttribute\"\n";

std::string shippedMapping() {
  std::ostringstream shipped;
  shipped << std::ifstream(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml").rdbuf();
  return shipped.str();
}

std::string firstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

std::filesystem::path stateFile(const ConnectorProcess& connector) {
  return connector.configFile().parent_path() / "state" / "scim2ldap.db";
}

int statusWith(const ConnectorProcess& connector, const std::string& authorization) {
  std::vector<std::pair<std::string, std::string>> headers;
  if (!authorization.empty()) headers.emplace_back("Authorization", authorization);
  return sendHttp("GET", connector.baseUrl() + "/Users?count=1", headers).status;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Process)

BOOST_AUTO_TEST_CASE(ends_on_sigterm_with_nothing_lost_and_goes_on_where_it_was) {
  const TemporarySlapd slapd(withPolicy());
  ConnectorProcess connector(slapd);
  const std::string id = ScimClient(connector).makeUser("alice", "Alice A");
  BOOST_TEST(connector.stop() == 0);
  connector.start();
  BOOST_TEST(ScimClient(connector).send("GET", "/Users/" + id).body.stringAt("externalId") == "ext-alice");
}

BOOST_AUTO_TEST_CASE(a_reload_takes_a_good_file_and_never_a_faulty_one) {
  const TemporarySlapd slapd(withPolicy());
  ConnectorProcess connector(slapd);
  const ScimClient client(connector);
  std::ostringstream before;
  before << std::ifstream(connector.configFile()).rdbuf();

  std::ofstream(connector.configFile(), std::ios::app) << "\nnonsense = [\n";
  connector.reload();
  BOOST_TEST(logSays(connector, "RELOAD_REFUSED"));
  BOOST_TEST(client.send("GET", "/Users?count=1").status == 200);

  std::string moved = before.str();
  moved.replace(moved.find("/scim/v2"), 8, "/people");
  std::ofstream(connector.configFile()) << moved;
  connector.reload();
  BOOST_TEST(logSays(connector, "\"RELOADED\""));
  BOOST_TEST(client.send("GET", "/Users?count=1").status == 404);
}

BOOST_AUTO_TEST_CASE(a_reload_refuses_a_mapping_that_the_directory_cannot_take) {
  const TemporarySlapd slapd(withPolicy());
  const TemporaryFolder folder;
  ConnectorOptions options;
  options.mapping = folder.write("mapping.toml", shippedMapping()).string();
  ConnectorProcess connector(slapd, options);
  folder.write("mapping.toml", shippedMapping() + kUnknownAttribute);
  connector.reload();
  BOOST_TEST(logSays(connector, "noSuchAttribute"));
  std::string elsewhere = shippedMapping();
  elsewhere.replace(elsewhere.find("\"ou=people\""), 11, "\"ou=nowhere\"");
  folder.write("mapping.toml", elsewhere);
  connector.reload();
  BOOST_TEST(logSays(connector, "ou=nowhere"));
  BOOST_TEST(connector.log().find("\"RELOADED\"") == std::string::npos);
  BOOST_TEST(ScimClient(connector).makeUser("alice", "Alice A").size() > 0U);
}

BOOST_AUTO_TEST_CASE(a_start_with_a_mapping_that_cannot_work_tells_and_serves_what_it_can) {
  const TemporarySlapd slapd(withPolicy());
  const TemporaryFolder folder;
  ConnectorOptions options;
  options.mapping = folder.write("mapping.toml", shippedMapping() + kUnknownAttribute).string();
  ConnectorProcess connector(slapd, options);
  BOOST_TEST(logSays(connector, "MAPPING_FAULTY"));
  const auto ready = sendHttp("GET", connector.adminUrl() + "/readyz");
  BOOST_TEST(ready.status == 200);
  BOOST_TEST(ready.body.find("mapping.toml:") != std::string::npos, ready.body);
  BOOST_TEST(ready.body.find("noSuchAttribute") != std::string::npos, ready.body);
  BOOST_TEST(
      sendHttp("GET", connector.adminUrl() + "/metrics").body.find("scim2ldap_mapping_faults{endpoint=") !=
      std::string::npos);
  BOOST_TEST(ScimClient(connector).send("GET", "/Users?count=1").status == 200);
}

BOOST_AUTO_TEST_CASE(tokens_are_named_shown_once_and_revoked_at_once_and_several_are_valid) {
  const TemporarySlapd slapd(withPolicy());
  const ConnectorProcess connector(slapd);
  const std::string second = firstLine(connector.command("token create second --expires 90d"));
  BOOST_TEST(statusWith(connector, "Bearer " + connector.token()) == 200);
  BOOST_TEST(statusWith(connector, "Bearer " + second) == 200);
  BOOST_TEST(connector.command("token list --json").find(second) == std::string::npos);
  BOOST_TEST(connector.command("token list").find("second") != std::string::npos);
  static_cast<void>(connector.command("token revoke second"));
  BOOST_TEST(statusWith(connector, "Bearer " + second) == 401);
  BOOST_TEST(statusWith(connector, "Bearer " + connector.token()) == 200);
  BOOST_TEST(statusWith(connector, "Bearer wrong") == 401);
  BOOST_TEST(statusWith(connector, "") == 401);
  BOOST_TEST(
      sendHttp("GET", connector.baseUrl() + "/Users").header("WWW-Authenticate").starts_with("Bearer"));
  BOOST_TEST(connector.log().find(connector.token()) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_second_process_does_not_serve_from_the_same_state) {
  const TemporarySlapd slapd(withPolicy());
  ConnectorProcess connector(slapd);
  connector.kill();
  {
    const connector::StateLock lock(stateFile(connector));
    BOOST_CHECK_EXCEPTION(connector.start(), std::runtime_error, [](const std::runtime_error& error) {
      return std::string(error.what()).find("serves from this state directory already") != std::string::npos;
    });
  }
  connector.start();
  BOOST_TEST(ScimClient(connector).send("GET", "/Users?count=1").status == 200);
}

BOOST_AUTO_TEST_CASE(a_plan_for_a_directory_that_is_named_again_is_settled_by_the_reload) {
  const TemporarySlapd slapd(withPolicy());
  ConnectorProcess connector(slapd);
  BOOST_TEST(connector.stop() == 0);
  {
    const auto store = connector::openSqliteStore(stateFile(connector));
    const ldap::Dn gone = ldap::Dn::parse("uid=gone,ou=people," + slapd.base());
    static_cast<void>(store->beginJournal(toJson(connector::Plan{"spare", {connector::DeleteEntry{gone}}})));
    static_cast<void>(store->beginJournal(scim::Json::object()));
  }
  connector.start();
  BOOST_TEST(logSays(connector, "JOURNAL_ORPHAN"));
  BOOST_TEST(logSays(connector, "JOURNAL_UNREADABLE"));
  BOOST_TEST(connector.log().find("PLAN_SETTLED") == std::string::npos);

  std::ostringstream before;
  before << std::ifstream(connector.configFile()).rdbuf();
  const std::string text = before.str();
  const std::size_t begin = text.find("[[directory]]");
  std::string spare = text.substr(begin, text.find("[[endpoint]]") - begin);
  spare.replace(spare.find("\"directory\""), 11, "\"spare\"");
  std::ofstream(connector.configFile(), std::ios::app) << "\n" << spare;
  connector.reload();
  BOOST_TEST(logSays(connector, "PLAN_SETTLED"));
  BOOST_TEST(connector.stop() == 0);
  const auto left = connector::openSqliteStore(stateFile(connector))->journal();
  BOOST_TEST_REQUIRE(left.size() == 1U);
  BOOST_TEST(!left.front().setAside.empty());
}

BOOST_AUTO_TEST_CASE(a_plan_of_an_earlier_process_is_carried_on_unless_it_is_old_or_refused_by_now) {
  const TemporarySlapd slapd(withPolicy());
  ConnectorProcess connector(slapd);
  BOOST_TEST(connector.stop() == 0);
  ldap::Directory directory(slapd.settings());
  const auto personOf = [&](const std::string& name) -> ldap::Entry {
    return {ldap::Dn::parse("uid=" + name + ",ou=people," + slapd.base()),
            {{"objectClass", {"inetOrgPerson"}}, {"uid", {name}}, {"cn", {name}}, {"sn", {name}}}};
  };
  BOOST_TEST_REQUIRE(directory.add(personOf("kept")).ok());
  {
    const auto store = connector::openSqliteStore(stateFile(connector));
    const auto write = [&](const connector::Step& step, const std::string& endpoint) {
      connector::Plan plan{"directory", {step}};
      plan.changes.log = {{.endpoint = endpoint, .method = "POST", .type = "User"}};
      return store->beginJournal(toJson(plan));
    };
    static_cast<void>(write(connector::AddEntry{personOf("young")}, "tests"));
    static_cast<void>(write(connector::AddEntry{personOf("homeless")}, "no such endpoint"));
    static_cast<void>(write(connector::DeleteEntry{personOf("kept").dn}, "tests"));
    const std::int64_t old = write(connector::AddEntry{personOf("old")}, "tests");
    connector::Database database(stateFile(connector), connector::Database::Access::Write);
    database.run("UPDATE journal SET time = time - 3600000 WHERE number = ?1", old);
  }
  std::ofstream(connector.configFile(), std::ios::app) << "\n[endpoint.verbs]\nuser_delete = \"reject\"\n";
  connector.start();
  const auto isThere = [&](const std::string& name) {
    return directory.read(personOf(name).dn, {}).has_value();
  };
  for (const std::string name : {"young", "kept"}) BOOST_TEST(isThere(name), name);
  for (const std::string name : {"homeless", "old"}) BOOST_TEST(!isThere(name), name);
  BOOST_TEST(connector.stop() == 0);
  BOOST_TEST(connector::openSqliteStore(stateFile(connector))->journal().empty());
}

BOOST_AUTO_TEST_CASE(dumps_no_core_and_tells_when_it_has_more_rights_than_it_needs) {
  const TemporarySlapd slapd(withPolicy());
  const ConnectorProcess connector(slapd);
  // The lock says who serves.
  std::ostringstream process;
  process << std::ifstream(stateFile(connector).parent_path() / "serve.lock").rdbuf();
  std::ostringstream limits;
  limits << std::ifstream("/proc/" + process.str() + "/limits").rdbuf();
  std::istringstream core(limits.str().substr(limits.str().find("Max core file size") + 18));
  std::string soft;
  std::string hard;
  core >> soft >> hard;
  BOOST_TEST(soft == "0");
  BOOST_TEST(hard == "0");
  // What /proc shows of a process that keeps others out belongs to root.
  struct stat memory {};
  BOOST_TEST_REQUIRE(::stat(("/proc/" + process.str() + "/environ").c_str(), &memory) == 0);
  BOOST_TEST(memory.st_uid == 0U);
  if (::geteuid() == 0)
    std::cout << "Process: run as root, whom nothing is hidden from: see testProcessRights\n";
  BOOST_TEST((connector.log().find("RUNS_AS_ROOT") != std::string::npos) == (::geteuid() == 0));
}

BOOST_AUTO_TEST_SUITE_END()
