// `scim2ldap state verify`: what is off between side table and directory is told, and nothing else.

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "connector/config/Configuration.h"
#include "connector/provisioning/PlanJson.h"
#include "connector/review/Recheck.h"
#include "connector/store/SqliteStore.h"
#include "ldap/Directory.h"
#include "tests/connector/commands/CommandSetup.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/ScimClient.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using connector::FallbackRow;
using connector::FallbackState;
using connector::Plan;
using connector::ResourceRow;
using connector::StoreChanges;

namespace {

SlapdOptions withMoreGroups() {
  SlapdOptions options;
  options.ppolicy = true;
  options.ldif =
      "dn: cn=basic,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n"
      "dn: ou=branch,ou=people,dc=example,dc=com\nobjectClass: organizationalUnit\n\n"
      "dn: ou=elsewhere,dc=example,dc=com\nobjectClass: organizationalUnit\n\n";
  return options;
}

ConnectorOptions withFallback() {
  ConnectorOptions options;
  options.moreTables = "[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\ngrace = \"1h\"\n";
  return options;
}

struct Fixture {
  TemporarySlapd slapd{withMoreGroups()};
  ConnectorProcess connector{slapd, withFallback()};
  ScimClient client{connector};
  ldap::Directory directory{slapd.settings()};
  TemporaryFolder folder;

  [[nodiscard]] CommandRun verify(const std::string& options = "") const {
    return runCommand("state verify " + options, connector.configFile(), folder);
  }
  [[nodiscard]] std::filesystem::path stateFile() const {
    return connector.configFile().parent_path() / "state" / "scim2ldap.db";
  }
  [[nodiscard]] std::unique_ptr<connector::Store> store() const {
    return connector::openSqliteStore(stateFile());
  }
  void commit(const StoreChanges& changes) const { store()->commit(changes); }
  [[nodiscard]] ldap::Dn dn(const std::string& relative) const {
    return ldap::Dn::parse(relative + "," + slapd.base());
  }
  void change(const std::string& group, ldap::ModificationType type, const std::string& member) {
    BOOST_TEST_REQUIRE(directory.modify(dn("cn=" + group + ",ou=groups"), {{type, "member", {member}}}).ok());
  }
  [[nodiscard]] std::string idOf(const std::string& relative) {
    return directory.read(dn(relative), {"entryUUID"})->first("entryUUID").value_or("");
  }
  /// One line of the output tells this.
  static void hasLine(const CommandRun& run, const std::string& begin) {
    BOOST_TEST(("\n" + run.output).find("\n" + begin) != std::string::npos, begin << " is not in\n"
                                                                                  << run.output
                                                                                  << run.errors);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(Verify, Fixture)

BOOST_AUTO_TEST_CASE(that_it_could_not_look_is_no_finding) {
  slapd.stop();
  const CommandRun run = verify();
  BOOST_TEST(run.status == 1);
  BOOST_TEST(run.output == "");
  BOOST_TEST(run.errors.starts_with("scim2ldap state verify: could not look: "), run.errors);
}

BOOST_AUTO_TEST_CASE(what_clients_have_made_is_in_order) {
  const std::string ann = client.makeUser("ann", "Ann");
  const std::string bob = client.makeUser("bob", "Bob");
  const std::string staff = client.makeGroup("staff");
  BOOST_TEST(client.patch("/Groups/" + staff, "Add", "members", R"([{"value":")" + ann + R"("}])") == 204);
  BOOST_TEST(client.patch("/Users/" + bob, "Replace", "userName", "\"robert\"") == 200);
  BOOST_TEST(client.patch("/Users/" + bob, "Replace", "active", "false") == 200);
  BOOST_TEST(client.send("DELETE", "/Users/" + ann).status == 204);
  const CommandRun run = verify();
  BOOST_TEST(run.status == 0, run.output);
  BOOST_TEST(run.output.empty(), run.output);
  BOOST_TEST(run.errors == "Nothing is off. The side table has 2 users and groups.\n");
}

BOOST_AUTO_TEST_CASE(rows_and_names_of_who_is_gone_are_told) {
  const std::string ann = client.makeUser("ann", "Ann");
  const std::string staff = client.makeGroup("staff");
  BOOST_TEST(client.patch("/Groups/" + staff, "Add", "members", R"([{"value":")" + ann + R"("}])") == 204);
  BOOST_TEST_REQUIRE(directory.remove(dn("uid=ann,ou=people")).ok());
  const CommandRun run = verify();
  BOOST_TEST(run.status == 1);
  hasLine(run, "orphan-row: User " + ann +
                   " has a row in the side table, and no entry; its last name in the log is ann; "
                   "`scim2ldap state repair`");
  hasLine(run,
          "dangling-member: cn=staff,ou=groups,dc=example,dc=com lists members that nobody is: "
          "uid=ann,ou=people,dc=example,dc=com; ");
  BOOST_TEST(run.errors == "2 findings\n");
}

BOOST_AUTO_TEST_CASE(whom_the_endpoint_does_not_see_is_told_apart) {
  const std::string ann = client.makeUser("ann", "Ann");
  BOOST_TEST_REQUIRE(directory.rename(dn("uid=ann,ou=people"), dn("uid=ann").rdn(), dn("ou=elsewhere")).ok());
  const CommandRun run = verify();
  BOOST_TEST(run.status == 1);
  hasLine(run, "row-outside: uid=ann,ou=elsewhere,dc=example,dc=com has a row");
}

BOOST_AUTO_TEST_CASE(placeholders_and_names_that_two_have_are_told) {
  const std::string ann = client.makeUser("ann", "Ann");
  const std::string staff = client.makeGroup("staff");
  BOOST_TEST(client.patch("/Groups/" + staff, "Add", "members", R"([{"value":")" + ann + R"("}])") == 204);
  change("staff", ldap::ModificationType::Add, "cn=empty-group");
  BOOST_TEST_REQUIRE(
      directory
          .add({dn("uid=ANN,ou=branch,ou=people"),
                {{"objectClass", {"inetOrgPerson"}}, {"uid", {"ANN"}}, {"cn", {"Ann"}}, {"sn", {"A"}}}})
          .ok());
  const CommandRun run = verify();
  BOOST_TEST(run.status == 1);
  hasLine(run, "placeholder-beside-members: cn=staff,ou=groups,dc=example,dc=com lists the placeholder");
  hasLine(run, "shared-name: uid=");
  BOOST_TEST(run.errors == "2 findings\n");
}

BOOST_AUTO_TEST_CASE(rows_that_contradict_the_directory_are_told) {
  const std::string ann = client.makeUser("ann", "Ann");
  const std::string bob = client.makeUser("bob", "Bob");
  const std::string staff = client.makeGroup("staff");
  StoreChanges changes;
  changes.upserts = {
      {.endpoint = "tests",
       .type = "User",
       .id = ann,
       .externalId = "x-1",
       .externalIdUnique = false,
       .home = "uid=ann,ou=old,dc=example,dc=com"},
      {.endpoint = "tests", .type = "User", .id = bob, .externalId = "x-1", .externalIdUnique = false},
      {.endpoint = "tests", .type = "User", .id = staff},
      {.endpoint = "former", .type = "User", .id = ann}};
  changes.fallback = {{"tests", bob, FallbackState::Inside, std::nullopt},
                      {"tests", "nobody", FallbackState::Inside, std::nullopt}};
  commit(changes);
  const CommandRun run = verify();
  BOOST_TEST(run.status == 1);
  hasLine(run, "unknown-endpoint: former has rows");
  hasLine(run, "left-home: uid=ann,ou=people,dc=example,dc=com is not disabled");
  hasLine(run, "wrong-type: User " + staff);
  hasLine(run, "shared-external-id: uid=");
  hasLine(run, "not-in-fallback: uid=bob,ou=people,dc=example,dc=com was put into the fallback group");
  hasLine(run, "orphan-fallback: User nobody");
  BOOST_TEST(run.errors == "6 findings\n", run.output);
}

BOOST_AUTO_TEST_CASE(requests_that_were_cut_short_are_told) {
  connector.kill();
  scim::Json plan = scim::Json::object();
  plan.set("directory", "directory");
  const std::unique_ptr<connector::Store> table = store();
  scim::Json former = scim::Json::object();
  former.set("directory", "former");
  const std::int64_t third = table->beginJournal(former);
  const std::int64_t first = table->beginJournal(plan);
  const std::int64_t second = table->beginJournal(plan);
  table->commit({.setAside = connector::SetAside{second, "refused"}});
  const CommandRun run = verify();
  BOOST_TEST(run.status == 1);
  hasLine(run, "plan-waiting: journal row " + std::to_string(first) + " a request was cut short");
  hasLine(run, "plan-set-aside: journal row " + std::to_string(second) + " a request is half-done");
  hasLine(run, "plan-without-directory: journal row " + std::to_string(third));
}

BOOST_AUTO_TEST_CASE(a_request_that_waits_holds_up_a_review_once) {
  connector.kill();
  StoreChanges changes;
  Plan plan{"directory"};
  for (const char* id : {"a", "b"}) {
    changes.upserts.push_back({.endpoint = "tests", .type = "User", .id = id});
    plan.changes.removals.push_back({"tests", "User", id});
  }
  commit(changes);
  const std::unique_ptr<connector::Store> table = store();
  static_cast<void>(table->beginJournal(toJson(plan)));
  const connector::Configuration configuration = connector::readConfiguration(connector.configFile());
  connector::Recheck recheck(configuration.endpoints.front(), configuration.directories.front(), directory,
                             *table);
  int pauses = 3;
  BOOST_TEST(!recheck.confirm({connector::Fault::OrphanRow, "tests", "User", "a"}, pauses));
  BOOST_TEST(pauses == 0);
  BOOST_TEST(!recheck.confirm({connector::Fault::OrphanRow, "tests", "User", "b"}, pauses));
  BOOST_TEST(pauses == 0);
}

BOOST_AUTO_TEST_CASE(entries_without_a_row_are_noted_and_are_findings_when_they_had_one) {
  BOOST_TEST_REQUIRE(
      directory
          .add({dn("uid=old,ou=people"),
                {{"objectClass", {"inetOrgPerson"}}, {"uid", {"old"}}, {"cn", {"O"}}, {"sn", {"O"}}}})
          .ok());
  const CommandRun before = verify();
  BOOST_TEST(before.status == 0, before.output);
  BOOST_TEST(before.says("endpoint tests: none of 1 User entry has a row; after a loss"), before.errors);
  const std::string ann = client.makeUser("ann", "Ann");
  BOOST_TEST(!verify().says("User entr"));
  StoreChanges changes;
  changes.removals = {{"tests", "User", ann}};
  commit(changes);
  const CommandRun after = verify();
  BOOST_TEST(after.status == 1);
  BOOST_TEST(after.says("none of 2 User entries has a row"), after.errors);
  hasLine(after, "lost-row: uid=ann,ou=people,dc=example,dc=com was written by a client");
  BOOST_TEST(after.says("\n1 finding\n"), after.errors);
}

BOOST_AUTO_TEST_CASE(a_json_object_tells_each_finding) {
  const std::string ann = client.makeUser("ann", "Ann");
  BOOST_TEST_REQUIRE(directory.remove(dn("uid=ann,ou=people")).ok());
  const scim::Json finding = scim::parseJson(verify("--json --endpoint tests").output);
  BOOST_TEST(finding.stringAt("fault") == "orphan-row");
  BOOST_TEST(finding.stringAt("endpoint") == "tests");
  BOOST_TEST(finding.stringAt("type") == "User");
  BOOST_TEST(finding.stringAt("id") == ann);
  BOOST_TEST(finding.stringAt("remedy") == "`scim2ldap state repair` removes the row");
}

BOOST_AUTO_TEST_CASE(requests_under_way_are_no_findings) {
  const std::string staff = client.makeGroup("staff");
  std::atomic<bool> stops = false;
  std::atomic<int> rounds = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> clients;
  for (int n = 0; n < 3; ++n) {
    clients.emplace_back([&, n] {
      const std::string name = "user" + std::to_string(n);
      while (!stops) {
        const std::string id = client.makeUser(name, name);
        const bool done =
            client.patch("/Groups/" + staff, "Add", "members", R"([{"value":")" + id + R"("}])") == 204 &&
            client.patch("/Users/" + id, "Replace", "userName", '"' + name + "x\"") == 200 &&
            client.send("DELETE", "/Users/" + id).status == 204;
        if (!done) {
          ++refused;
          return;
        }
        ++rounds;
      }
    });
  }
  for (int looks = 0; looks < 15; ++looks) {
    const CommandRun run = verify();
    BOOST_TEST(run.status == 0, run.output << run.errors);
  }
  stops = true;
  for (std::thread& each : clients) each.join();
  BOOST_TEST(refused == 0);
  BOOST_TEST(rounds > 3);
}

BOOST_AUTO_TEST_CASE(wrong_calls_and_a_missing_side_table_are_told) {
  BOOST_TEST(verify("--endpoint none").status == 2);
  BOOST_TEST(verify("more").status == 2);
  connector.kill();
  std::filesystem::rename(stateFile(), stateFile().string() + ".away");
  const CommandRun run = verify();
  BOOST_TEST(run.status == 1);
  BOOST_TEST(run.says("there is no side table"), run.errors);
  BOOST_TEST(!std::filesystem::exists(stateFile()));
}

BOOST_AUTO_TEST_SUITE_END()
