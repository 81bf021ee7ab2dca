#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>

#include "FallbackPopulation.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

using Names = std::set<std::string>;

constexpr auto kPatience = std::chrono::seconds(60);

SlapdOptions withFallbackGroup() {
  SlapdOptions options;
  options.ppolicy = true;
  options.ldif =
      "dn: cn=basic,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n";
  return options;
}

struct World {
  TemporarySlapd slapd{withFallbackGroup()};
  ConnectorProcess connector{
      slapd,
      {.endpointLines = "[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\ngrace = \"1ms\"\n"}};
  ScimClient client{connector};
  ldap::Directory directory{slapd.settings()};

  [[nodiscard]] bool isSoon(const std::string& user, const Names& groups) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (groupsListing(directory, slapd.base(), user) != groups) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
  }
  /// As others do it.
  void takeOut(const std::string& user, const std::string& group) {
    const ldap::Dn base = ldap::Dn::parse(slapd.base());
    const std::string member = base.child("ou", "people").child("uid", user).toString();
    const ldap::Dn dn = base.child("ou", "groups").child("cn", group);
    BOOST_TEST_REQUIRE(directory
                           .modify(dn,
                                   {{ldap::ModificationType::Add, "member", {"cn=empty-group"}},
                                    {ldap::ModificationType::Delete, "member", {member}}},
                                   {.permissive = true})
                           .ok());
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(FallbackReview)

BOOST_FIXTURE_TEST_CASE(what_others_have_changed_is_put_right_when_an_administrator_asks, World) {
  const std::string alice = client.makeUser("alice", "Alice A");
  BOOST_TEST(isSoon("alice", {"basic"}));
  const std::string bob = client.makeUser("bob", "Bob B");
  const ScimAnswer made = client.send(
      "POST", "/Groups", R"({"displayName":"crew","externalId":"x","members":[{"value":")" + bob + R"("}]})");
  BOOST_TEST_REQUIRE(made.status == 201);
  BOOST_TEST(isSoon("bob", {"crew"}));
  takeOut("alice", "basic");
  takeOut("bob", "crew");
  static_cast<void>(connector.command("state review-fallback"));
  BOOST_TEST(isSoon("alice", {"basic"}));
  BOOST_TEST(isSoon("bob", {"basic"}));
}

BOOST_FIXTURE_TEST_CASE(a_link_puts_members_out_and_its_end_puts_them_in, World) {
  const std::string alice = client.makeUser("alice", "Alice A");
  BOOST_TEST(isSoon("alice", {"basic"}));
  const ScimAnswer made =
      client.send("POST", "/Groups", R"({"displayName":"crew","members":[{"value":")" + alice + R"("}]})");
  BOOST_TEST_REQUIRE(made.status == 201);
  const std::string dn = "cn=crew,ou=groups," + slapd.base();
  BOOST_TEST(groupsListing(directory, slapd.base(), "alice") == (Names{"basic", "crew"}),
             boost::test_tools::per_element());
  static_cast<void>(connector.command("group link " + dn + " x-crew"));
  BOOST_TEST(groupsListing(directory, slapd.base(), "alice") == Names{"crew"},
             boost::test_tools::per_element());
  static_cast<void>(connector.command("group unlink " + dn));
  BOOST_TEST(groupsListing(directory, slapd.base(), "alice") == (Names{"basic", "crew"}),
             boost::test_tools::per_element());
  BOOST_CHECK_THROW(
      static_cast<void>(connector.command("group link cn=basic,ou=groups," + slapd.base() + " x")),
      std::runtime_error);
}

BOOST_FIXTURE_TEST_CASE(a_preview_shows_who_is_put_in_first_and_changes_nothing, World) {
  const std::string alice = client.makeUser("alice", "Alice A");
  BOOST_TEST(isSoon("alice", {"basic"}));
  const ScimAnswer made =
      client.send("POST", "/Groups",
                  R"({"displayName":"crew","externalId":"x","members":[{"value":")" + alice + R"("}]})");
  BOOST_TEST_REQUIRE(made.status == 201);
  const std::string member = "member: uid=alice,ou=people," + slapd.base() + "\n";
  BOOST_TEST(connector.command("preview --method DELETE --path /Groups/" + made.id()) ==
             "dn: cn=basic,ou=groups," + slapd.base() + "\nchangetype: modify\nadd: member\n" + member +
                 "-\ndelete: member\nmember: cn=empty-group\n-\n\ndn: cn=crew,ou=groups," + slapd.base() +
                 "\nchangetype: delete\n\n");
  BOOST_TEST(groupsListing(directory, slapd.base(), "alice") == Names{"crew"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
