// `scim2ldap state repair` where the directory does not show everything: whoever cannot be seen, or stands
// elsewhere, is not taken for gone.

#include <boost/test/unit_test.hpp>

#include "connector/store/SqliteStore.h"
#include "ldap/Directory.h"
#include "tests/connector/commands/CommandSetup.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/ScimClient.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

SlapdOptions withHiddenEntries(const std::string& acl) {
  SlapdOptions options;
  options.ppolicy = true;
  options.databaseLines = acl;
  options.ldif = "dn: ou=elsewhere,dc=example,dc=com\nobjectClass: organizationalUnit\n\n";
  return options;
}

/// Who has this description is nobody to the service account.
const std::string kHideMarked =
    "access to filter=\"(description=hidden)\" by dn.exact=\"cn=scim2ldap,ou=services,dc=example,dc=com\" "
    "none by * read";
/// Searches below the whole base are refused.
const std::string kHideBase =
    "access to dn.base=\"dc=example,dc=com\" by dn.exact=\"cn=scim2ldap,ou=services,dc=example,dc=com\" none "
    "by * read";

struct Fixture {
  TemporarySlapd slapd;
  ConnectorProcess connector{slapd};
  ScimClient client{connector};
  ldap::Directory directory{slapd.settings()};
  TemporaryFolder folder;

  explicit Fixture(const std::string& acl = kHideMarked) : slapd(withHiddenEntries(acl)) {}

  [[nodiscard]] CommandRun run(const std::string& arguments) const {
    return runCommand("state " + arguments, connector.configFile(), folder);
  }
  [[nodiscard]] std::int64_t rows(const std::string& type) const {
    return connector::openSqliteStore(connector.stateFile())->countResources("tests")[type];
  }
  [[nodiscard]] ldap::Dn dn(const std::string& relative) const {
    return ldap::Dn::parse(relative + "," + slapd.base());
  }
  void hide(const std::string& relative) {
    BOOST_TEST_REQUIRE(
        directory.modify(dn(relative), {{ldap::ModificationType::Add, "description", {"hidden"}}}).ok());
    BOOST_TEST_REQUIRE(!directory.read(dn(relative), {}));
  }
  [[nodiscard]] std::string makeUsers(const std::vector<std::string>& names) const {
    std::string members;
    for (const std::string& name : names)
      members += (members.empty() ? "" : ",") + (R"({"value":")" + client.makeUser(name, name) + R"("})");
    return '[' + members + ']';
  }
  [[nodiscard]] std::vector<std::string> members(const std::string& group) {
    return directory.read(dn("cn=" + group + ",ou=groups"), {"member"})->values("member");
  }
  [[nodiscard]] std::string name(const std::string& uid) const {
    return "uid=" + uid + ",ou=people," + slapd.base();
  }
};

struct WithoutBase : Fixture {
  WithoutBase() : Fixture(kHideBase) {}
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(Unseen, Fixture)

BOOST_AUTO_TEST_CASE(who_is_hidden_stays_a_member) {
  const std::string staff = client.makeGroup("staff");
  BOOST_TEST(client.patch("/Groups/" + staff, "Add", "members", makeUsers({"ann", "bob", "cat"})) == 204);
  hide("uid=ann,ou=people");
  BOOST_TEST_REQUIRE(directory.remove(dn("uid=cat,ou=people")).ok());
  const CommandRun look = run("verify");
  BOOST_TEST(look.says("lists members that nobody is: uid=cat,ou=people,dc=example,dc=com; `"), look.output);
  BOOST_TEST(run("repair").status == 0);
  const std::vector<std::string> left{name("ann"), name("bob")};
  BOOST_TEST(members("staff") == left, boost::test_tools::per_element());
  // Nor does a PUT of members take out who is hidden.
  const std::string dan = client.makeUser("dan", "Dan");
  const ScimAnswer put =
      client.send("PUT", "/Groups/" + staff,
                  R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff",)"
                  R"("members":[{"value":")" +
                      dan + R"("}]})");
  BOOST_TEST(put.status == 200);
  const std::vector<std::string> now{name("ann"), name("dan")};
  BOOST_TEST(members("staff") == now, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(when_all_groups_are_hidden_their_rows_stay) {
  static_cast<void>(makeUsers({"ann", "bob", "cat"}));
  for (int i = 0; i < 11; ++i) static_cast<void>(client.makeGroup("g" + std::to_string(i)));
  for (int i = 0; i < 11; ++i) hide("cn=g" + std::to_string(i) + ",ou=groups");
  // One more is gone: nothing tells him apart.
  BOOST_TEST_REQUIRE(directory.remove(dn("uid=ann,ou=people")).ok());
  const CommandRun look = run("repair --dry-run");
  BOOST_TEST(look.status == 1);
  BOOST_TEST(look.errors.ends_with("0 would be mended, 12 left for people\n"), look.errors);
  const CommandRun repaired = run("repair");
  BOOST_TEST(repaired.status == 1);
  BOOST_TEST(repaired.says("only then say --force"), repaired.errors);
  BOOST_TEST(repaired.errors.ends_with("0 mended, 12 left for people\n"), repaired.errors);
  BOOST_TEST(rows("Group") == 11);
  BOOST_TEST(run("repair --force").status == 0);
  BOOST_TEST(rows("Group") == 0);
}

BOOST_AUTO_TEST_CASE(when_a_quarter_of_the_users_is_hidden_their_rows_stay) {
  for (int i = 0; i < 44; ++i) static_cast<void>(client.makeUser("u" + std::to_string(i), "U"));
  for (int i = 0; i < 11; ++i) hide("uid=u" + std::to_string(i) + ",ou=people");
  const CommandRun repaired = run("repair");
  BOOST_TEST(repaired.status == 1);
  BOOST_TEST(repaired.errors.ends_with("0 mended, 11 left for people\n"), repaired.errors);
  BOOST_TEST(rows("User") == 44);
}

BOOST_AUTO_TEST_CASE(who_was_moved_away_keeps_row_and_memberships) {
  const std::string staff = client.makeGroup("staff");
  BOOST_TEST(client.patch("/Groups/" + staff, "Add", "members", makeUsers({"ann"})) == 204);
  BOOST_TEST_REQUIRE(directory.rename(dn("uid=ann,ou=people"), dn("uid=ann").rdn(), dn("ou=elsewhere")).ok());
  const CommandRun look = run("verify");
  BOOST_TEST(look.says("moved-member: cn=staff,ou=groups,dc=example,dc=com lists members that are not there"),
             look.output);
  BOOST_TEST(look.errors == "2 findings\n", look.output);
  const CommandRun repaired = run("repair");
  BOOST_TEST(repaired.errors.ends_with("0 mended, 2 left for people\n"), repaired.errors);
  BOOST_TEST(members("staff") == std::vector<std::string>{name("ann")}, boost::test_tools::per_element());
  BOOST_TEST(rows("User") == 1);
  // Moved back, all is as it was.
  BOOST_TEST_REQUIRE(directory.rename(dn("uid=ann,ou=elsewhere"), dn("uid=ann").rdn(), dn("ou=people")).ok());
  BOOST_TEST(run("verify").status == 0);
}

BOOST_FIXTURE_TEST_CASE(where_the_base_is_closed_nobody_is_taken_for_gone, WithoutBase) {
  const std::string staff = client.makeGroup("staff");
  BOOST_TEST(client.patch("/Groups/" + staff, "Add", "members", makeUsers({"ann"})) == 204);
  BOOST_TEST_REQUIRE(directory.rename(dn("uid=ann,ou=people"), dn("uid=ann").rdn(), dn("ou=elsewhere")).ok());
  const CommandRun look = run("verify");
  BOOST_TEST(look.says("row-unseen: User "), look.output);
  BOOST_TEST(look.says("moved-member: cn=staff"), look.output);
  const CommandRun repaired = run("repair");
  BOOST_TEST(repaired.errors.ends_with("0 mended, 2 left for people\n"), repaired.errors);
  BOOST_TEST(members("staff") == std::vector<std::string>{name("ann")}, boost::test_tools::per_element());
  BOOST_TEST(rows("User") == 1);
}

BOOST_AUTO_TEST_CASE(whom_another_server_may_hold_is_not_taken_for_gone) {
  static_cast<void>(client.makeUser("ann", "Ann"));
  BOOST_TEST_REQUIRE(directory.remove(dn("uid=ann,ou=people")).ok());
  BOOST_TEST_REQUIRE(directory
                         .add({dn("ou=branch,ou=people"),
                               {{"objectClass", {"referral", "extensibleObject"}},
                                {"ou", {"branch"}},
                                {"ref", {"ldap://127.0.0.1:1/ou=branch,dc=example,dc=org"}}}})
                         .ok());
  const CommandRun look = run("verify");
  BOOST_TEST(look.says("other-server: ou=people,dc=example,dc=com is held by other servers in part"),
             look.output);
  const CommandRun repaired = run("repair");
  BOOST_TEST(repaired.errors.ends_with("0 mended, 2 left for people\n"), repaired.errors);
  BOOST_TEST(rows("User") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
