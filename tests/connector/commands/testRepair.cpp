// `scim2ldap state repair`: what is safe to mend is mended, by the running service or without one.

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>

#include "connector/store/SqliteStore.h"
#include "ldap/Directory.h"
#include "tests/connector/commands/CommandSetup.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/ScimClient.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using connector::FallbackState;
using connector::StoreChanges;

namespace {

SlapdOptions withFallbackGroup() {
  SlapdOptions options;
  options.ppolicy = true;
  options.ldif =
      "dn: cn=basic,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n"
      "dn: ou=branch,ou=people,dc=example,dc=com\nobjectClass: organizationalUnit\n\n";
  return options;
}

ConnectorOptions withFallback() {
  ConnectorOptions options;
  options.moreTables = "[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\ngrace = \"1h\"\n";
  return options;
}

struct Fixture {
  TemporarySlapd slapd{withFallbackGroup()};
  ConnectorProcess connector{slapd, withFallback()};
  ScimClient client{connector};
  ldap::Directory directory{slapd.settings()};
  TemporaryFolder folder;
  std::string ann = client.makeUser("ann", "Ann");
  std::string bob = client.makeUser("bob", "Bob");
  std::string staff = client.makeGroup("staff");

  [[nodiscard]] CommandRun run(const std::string& arguments) const {
    return runCommand("state " + arguments, connector.configFile(), folder);
  }
  [[nodiscard]] std::unique_ptr<connector::Store> store() const {
    return connector::openSqliteStore(connector.configFile().parent_path() / "state" / "scim2ldap.db");
  }
  [[nodiscard]] ldap::Dn dn(const std::string& relative) const {
    return ldap::Dn::parse(relative + "," + slapd.base());
  }
  [[nodiscard]] std::vector<std::string> members(const std::string& group) {
    return directory.read(dn("cn=" + group + ",ou=groups"), {"member"})->values("member");
  }

  /// A user who is gone but for row and membership, a placeholder beside a member, a home that is none, a row
  /// of the wrong type and two that the fallback group knows nothing of.
  void breakThings() {
    const std::string both = R"([{"value":")" + ann + R"("},{"value":")" + bob + R"("}])";
    BOOST_TEST_REQUIRE(client.patch("/Groups/" + staff, "Add", "members", both) == 204);
    BOOST_TEST_REQUIRE(
        directory
            .modify(dn("cn=staff,ou=groups"), {{ldap::ModificationType::Add, "member", {"cn=empty-group"}}})
            .ok());
    BOOST_TEST_REQUIRE(directory.remove(dn("uid=ann,ou=people")).ok());
    StoreChanges changes;
    changes.upserts = {{.endpoint = "tests",
                        .type = "User",
                        .id = bob,
                        .externalId = "x-2",
                        .home = "uid=bob,ou=old,dc=example,dc=com"},
                       {.endpoint = "tests", .type = "User", .id = staff}};
    changes.fallback = {{"tests", bob, FallbackState::Inside, std::nullopt},
                        {"tests", "nobody", FallbackState::Waiting, std::nullopt}};
    store()->commit(changes);
  }
  void isMended() {
    BOOST_TEST(members("staff") == std::vector<std::string>{"uid=bob,ou=people,dc=example,dc=com"},
               boost::test_tools::per_element());
    const auto table = store();
    BOOST_TEST(!table->find({"tests", "User", ann}));
    BOOST_TEST(!table->find({"tests", "User", staff}));
    BOOST_TEST(table->find({"tests", "User", bob})->home == "");
    BOOST_TEST(table->find({"tests", "User", bob})->externalId.value_or("") == "x-2");
    BOOST_TEST(table->fallbackRows("tests", {"nobody"}).empty());
    BOOST_TEST(table->find({"tests", "Group", staff}).has_value());
    const std::vector<connector::LogRow> log = table->log(20, std::nullopt);
    BOOST_TEST(std::count_if(log.begin(), log.end(), [](const connector::LogRow& row) {
                 return row.principal == "state repair";
               }) == 7);
    BOOST_TEST(table->journal().empty());
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(Repair, Fixture)

BOOST_AUTO_TEST_CASE(by_the_running_service) {
  breakThings();
  const CommandRun look = run("repair --dry-run");
  BOOST_TEST(look.status == 0, look.errors);
  BOOST_TEST(look.says("dn: cn=staff,ou=groups,dc=example,dc=com\nchangetype: modify"), look.output);
  BOOST_TEST(look.says("# a row of the side table changes"), look.output);
  BOOST_TEST(look.errors.ends_with("7 would be mended, 0 left for people\n"), look.errors);
  BOOST_TEST(members("staff").size() == 3U);

  const CommandRun repaired = run("repair");
  BOOST_TEST(repaired.status == 0, repaired.errors);
  BOOST_TEST(repaired.errors.ends_with("7 mended, 0 left for people\n"), repaired.errors);
  isMended();
  // The service sees to the user whom the fallback group does not list: he is in no synced group.
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (members("basic") != std::vector<std::string>{"uid=bob,ou=people,dc=example,dc=com"}) {
    BOOST_REQUIRE(std::chrono::steady_clock::now() < until);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const CommandRun verified = run("verify");
  BOOST_TEST(verified.status == 0, verified.output);
  BOOST_TEST(run("repair").errors.ends_with("0 mended, 0 left for people\n"));
}

BOOST_AUTO_TEST_CASE(without_a_service) {
  breakThings();
  BOOST_TEST(connector.stop() == 0);
  const CommandRun repaired = run("repair --endpoint tests");
  BOOST_TEST(repaired.status == 0, repaired.errors);
  isMended();
  connector.start();
  BOOST_TEST(run("verify").status == 0);
}

BOOST_AUTO_TEST_CASE(a_group_whose_last_member_nobody_is_gets_the_placeholder) {
  BOOST_TEST(client.patch("/Groups/" + staff, "Add", "members", R"([{"value":")" + ann + R"("}])") == 204);
  BOOST_TEST_REQUIRE(directory.remove(dn("uid=ann,ou=people")).ok());
  BOOST_TEST(run("repair").status == 0);
  BOOST_TEST(members("staff") == std::vector<std::string>{"cn=empty-group"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_only_people_can_decide_is_left_to_them) {
  BOOST_TEST_REQUIRE(
      directory
          .add({dn("uid=ann,ou=branch,ou=people"),
                {{"objectClass", {"inetOrgPerson"}}, {"uid", {"ann"}}, {"cn", {"Ann"}}, {"sn", {"A"}}}})
          .ok());
  BOOST_TEST(run("repair --dry-run").status == 1);
  const CommandRun repaired = run("repair");
  BOOST_TEST(repaired.status == 1);
  BOOST_TEST(repaired.says("left: uid="), repaired.errors);
  BOOST_TEST(repaired.says("rename all but one"), repaired.errors);
  BOOST_TEST(repaired.errors.ends_with("0 mended, 1 left for people\n"), repaired.errors);
}

BOOST_AUTO_TEST_CASE(what_looks_like_a_wrong_base_removes_no_rows) {
  StoreChanges changes;
  for (int i = 0; i < 20; ++i)
    changes.upserts.push_back({.endpoint = "tests", .type = "User", .id = "gone-" + std::to_string(i)});
  store()->commit(changes);
  const CommandRun repaired = run("repair");
  BOOST_TEST(repaired.status == 1);
  BOOST_TEST(repaired.says("only then say --force"), repaired.errors);
  BOOST_TEST(store()->countResources("tests")["User"] == 22);
  BOOST_TEST(run("repair --force").status == 0);
  BOOST_TEST(store()->countResources("tests")["User"] == 2);
}

BOOST_AUTO_TEST_CASE(a_request_of_a_directory_that_is_not_configured_keeps_nobody_from_work) {
  breakThings();
  connector.kill();
  scim::Json plan = scim::Json::object();
  plan.set("directory", "former");
  const std::int64_t number = store()->beginJournal(plan);
  const CommandRun repaired = run("repair");
  BOOST_TEST(repaired.errors.ends_with("7 mended, 1 left for people\n"), repaired.errors);
  BOOST_TEST(repaired.says("name the directory in the configuration as before"), repaired.errors);
  BOOST_TEST(run("rebuild").status == 0);
  BOOST_TEST(store()->journalRow(number).has_value());
}

BOOST_AUTO_TEST_CASE(what_the_directory_refuses_is_told) {
  BOOST_TEST(client.patch("/Groups/" + staff, "Add", "members", R"([{"value":")" + ann + R"("}])") == 204);
  BOOST_TEST_REQUIRE(directory.remove(dn("uid=ann,ou=people")).ok());
  slapd.stop();
  const CommandRun away = run("repair");
  BOOST_TEST(away.status == 1);
  slapd.start();
  BOOST_TEST(members("staff").size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
