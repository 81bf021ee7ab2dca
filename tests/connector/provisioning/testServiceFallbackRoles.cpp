// The fallback group and synced groups that users come to and leave with their roles.

#include <boost/test/unit_test.hpp>

#include "FallbackFixture.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

using Names = FallbackFixture::Names;

struct Fixture : FallbackFixture {
  Fixture() {
    static_cast<void>(makeSynced("admins", {}));
    static_cast<void>(makeSynced("editors", {}));
    static_cast<void>(makeGroup("locals", {}));
    endpoint.roles = RolePolicy{.table = {{"admin", "admin"}, {"editor", "editor"}, {"local", "local"}}};
    mappings::RoleRule rule;
    rule.groups = {{"admin", dn("cn=admins,ou=groups"), {}},
                   {"editor", dn("cn=editors,ou=groups"), {}},
                   {"local", dn("cn=locals,ou=groups"), {}}};
    endpoint.mapping.user.role = rule;
  }
  void giveRole(const std::string& user, const std::string& role, const std::string& more = "") {
    patch(Kind::User, user, R"({"op":"replace","path":"roles","value":[{"value":")" + role + "\"}]}" + more);
  }
};

const std::string kRemoveRoles = R"({"op":"remove","path":"roles"})";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ServiceFallbackRoles, Fixture)

BOOST_AUTO_TEST_CASE(who_gets_the_role_of_a_synced_group_leaves_the_fallback_group_behind_it) {
  const std::string alice = makeInside("alice");
  giveRole(alice, "admin");
  BOOST_TEST(isIn("admins", "alice"));
  BOOST_TEST(!isIn("basic", "alice"));
  BOOST_CHECK(stateOf(alice) == FallbackState::None);
}

BOOST_AUTO_TEST_CASE(who_loses_it_is_in_the_fallback_group_before) {
  const std::string alice = makeUser("alice");
  giveRole(alice, "admin");
  BOOST_CHECK(stateOf(alice) == FallbackState::None);
  int plans = 0;
  sink.beforeNextPlan = [&] {
    ++plans;
    sink.beforeNextPlan = [&] {
      ++plans;
      BOOST_TEST(isIn("admins", "alice"));
      BOOST_TEST(isIn("basic", "alice"));
      BOOST_TEST(isDue(alice));
    };
  };
  patch(Kind::User, alice, kRemoveRoles);
  BOOST_TEST(plans == 2);
  BOOST_TEST(!isIn("admins", "alice"));
  BOOST_TEST(isIn("basic", "alice"));
  BOOST_TEST(!isDue(alice));
}

BOOST_AUTO_TEST_CASE(who_has_had_it_since_he_was_made_is_not_without_a_group) {
  const std::string alice = makeUser("alice", R"("roles":[{"value":"admin"}])");
  BOOST_CHECK(stateOf(alice) == FallbackState::Waiting);
  patch(Kind::User, alice, kRemoveRoles);
  BOOST_TEST(!isIn("admins", "alice"));
  BOOST_TEST(isIn("basic", "alice"));
}

BOOST_AUTO_TEST_CASE(who_goes_from_one_synced_group_to_another_is_never_in_it) {
  const std::string alice = makeUser("alice", R"("roles":[{"value":"admin"}])");
  giveRole(alice, "editor");
  BOOST_TEST(isIn("editors", "alice"));
  BOOST_TEST(!isIn("basic", "alice"));
  giveRole(alice, "local");
  BOOST_TEST(isIn("locals", "alice"));
  BOOST_TEST(isIn("basic", "alice"));
  giveRole(alice, "editor");
  BOOST_TEST(!isIn("basic", "alice"));
}

BOOST_AUTO_TEST_CASE(who_gets_another_name_with_it_is_there_under_that_name) {
  const std::string alice = makeUser("alice", R"("roles":[{"value":"admin"}])");
  patch(Kind::User, alice, kRemoveRoles + R"(,{"op":"replace","path":"userName","value":"alicia"})");
  BOOST_TEST(members("basic") == Names{"alicia"}, boost::test_tools::per_element());
  BOOST_TEST(members("admins").empty());
  giveRole(alice, "admin", R"(,{"op":"replace","path":"userName","value":"alison"})");
  BOOST_TEST(members("basic").empty());
  BOOST_TEST(members("admins") == Names{"alison"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
