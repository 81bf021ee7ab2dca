// The fallback group: who is in no synced group is in it, at every moment.

#include <boost/test/unit_test.hpp>
#include <future>

#include "FallbackFixture.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

using Names = FallbackFixture::Names;

struct Leaving : FallbackFixture {
  Leaving() : FallbackFixture(true) {}
};
struct Staying : FallbackFixture {
  Staying() : FallbackFixture(false) {}
};
struct WithoutGroup : FallbackFixture {
  WithoutGroup() : FallbackFixture(true, "", false) {}
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ServiceFallback, Leaving)

BOOST_AUTO_TEST_CASE(whom_no_group_reaches_is_put_in_after_the_grace_time) {
  const std::string alice = makeUser("alice");
  settle(kGrace - std::chrono::milliseconds(1));
  BOOST_TEST(members("basic").empty());
  BOOST_CHECK(stateOf(alice) == FallbackState::Waiting);
  settle();
  BOOST_TEST(members("basic") == Names{"alice"}, boost::test_tools::per_element());
  BOOST_CHECK(stateOf(alice) == FallbackState::Inside);
  BOOST_TEST(!isDue(alice));
  const LogRow line = store->log(1, std::nullopt).front();
  BOOST_TEST(line.id == alice);
  BOOST_TEST(line.detail == "is in no synced group");
  BOOST_TEST(line.ldif.find("uid=alice") != std::string::npos, line.ldif);
}

BOOST_AUTO_TEST_CASE(an_endpoint_that_is_switched_off_moves_nobody) {
  static_cast<void>(makeUser("alice"));
  endpoint.policies.enabled = false;
  settle(kGrace * 1000);
  BOOST_TEST(members("basic").empty());
  endpoint.policies.enabled = true;
  settle(kGrace * 1000);
  BOOST_TEST(isIn("basic", "alice"));
}

BOOST_AUTO_TEST_CASE(whom_a_synced_group_reaches_in_time_is_not) {
  const std::string alice = makeUser("alice");
  const std::string group = makeSynced("g", {});
  add(group, alice);
  BOOST_CHECK(stateOf(alice) == FallbackState::None);
  settle(kGrace * 1000);
  BOOST_TEST(members("basic").empty());
}

BOOST_AUTO_TEST_CASE(a_group_without_an_external_id_does_not_count) {
  const std::string alice = makeUser("alice");
  const std::string group = makeGroup("local", {});
  add(group, alice);
  settle();
  BOOST_TEST(isIn("basic", "alice"));
  remove(group, alice);
  add(group, alice);
  BOOST_TEST(isIn("basic", "alice"));
}

BOOST_AUTO_TEST_CASE(a_group_within_a_group_does_not_count) {
  const std::string alice = makeUser("alice");
  const std::string inner = makeGroup("inner", {alice});
  static_cast<void>(makeSynced("outer", {inner}));
  settle();
  BOOST_TEST(isIn("basic", "alice"));
}

BOOST_AUTO_TEST_CASE(who_loses_the_last_synced_group_is_put_in_before_he_leaves_it) {
  const std::string alice = makeUser("alice");
  const std::string group = makeSynced("g", {alice});
  int plans = 0;
  sink.beforeNextPlan = [&] {
    ++plans;
    BOOST_TEST(isIn("g", "alice"));
    BOOST_TEST(!isIn("basic", "alice"));
    sink.beforeNextPlan = [&] {
      ++plans;
      BOOST_TEST(isIn("g", "alice"));
      BOOST_TEST(isIn("basic", "alice"));
      // Should it all end here, somebody looks.
      BOOST_TEST(isDue(alice));
    };
  };
  remove(group, alice);
  BOOST_TEST(plans == 2);
  BOOST_TEST(members("g").empty());
  BOOST_TEST(isIn("basic", "alice"));
  BOOST_TEST(!isDue(alice));
}

BOOST_AUTO_TEST_CASE(who_is_in_another_synced_group_is_not) {
  const std::string alice = makeUser("alice");
  const std::string first = makeSynced("first", {alice});
  const std::string second = makeSynced("second", {alice});
  remove(first, alice);
  BOOST_TEST(members("basic").empty());
  BOOST_CHECK(stateOf(alice) == FallbackState::None);
  remove(second, alice);
  BOOST_TEST(isIn("basic", "alice"));
}

BOOST_AUTO_TEST_CASE(who_joins_a_synced_group_is_taken_out_behind_it) {
  const std::string alice = makeInside("alice");
  const std::string group = makeSynced("g", {});
  sink.beforeNextPlan = [&] {
    sink.beforeNextPlan = [&] {
      BOOST_TEST(isIn("g", "alice"));
      BOOST_TEST(isIn("basic", "alice"));
      BOOST_TEST(isDue(alice));
    };
  };
  add(group, alice);
  BOOST_TEST(isIn("g", "alice"));
  BOOST_TEST(members("basic").empty());
  BOOST_CHECK(stateOf(alice) == FallbackState::None);
}

BOOST_AUTO_TEST_CASE(what_fails_behind_a_join_is_made_up_for_later) {
  const std::string alice = makeInside("alice");
  const std::string group = makeSynced("g", {});
  sink.beforeNextPlan = [&] {
    sink.beforeNextPlan = [&] { sink.insteadOfNextPlan = refused(ldap::ResultCode::Busy); };
  };
  add(group, alice);
  BOOST_TEST(isIn("basic", "alice"));
  settle(kGrace * 1000);
  BOOST_TEST(members("basic").empty());
  BOOST_TEST(isIn("g", "alice"));
}

BOOST_AUTO_TEST_CASE(who_was_put_in_for_a_change_that_failed_comes_out_again) {
  const std::string alice = makeUser("alice");
  const std::string group = makeSynced("g", {alice});
  sink.beforeNextPlan = [&] {
    sink.beforeNextPlan = [&] {
      sink.insteadOfNextPlan = refused(ldap::ResultCode::InsufficientAccessRights);
    };
  };
  BOOST_TEST(refusalOf([&] {
               remove(group, alice);
               return 0;
             }).status() == 500);
  BOOST_TEST(isIn("g", "alice"));
  BOOST_TEST(isIn("basic", "alice"));
  settle(kGrace * 1000);
  BOOST_TEST(members("basic").empty());
  BOOST_CHECK(stateOf(alice) == FallbackState::None);
}

BOOST_AUTO_TEST_CASE(nothing_is_changed_where_the_directory_goes_away_before) {
  const std::string alice = makeUser("alice");
  const std::string group = makeSynced("g", {alice});
  sink.insteadOfNextPlan = refused(ldap::ResultCode::Busy);
  BOOST_TEST(refusalOf([&] {
               remove(group, alice);
               return 0;
             }).status() == 503);
  BOOST_TEST(isIn("g", "alice"));
}

BOOST_FIXTURE_TEST_CASE(where_nobody_leaves_he_stays_in_it, Staying) {
  const std::string alice = makeInside("alice");
  const std::string group = makeSynced("g", {});
  add(group, alice);
  settle(kGrace * 1000);
  BOOST_TEST(isIn("basic", "alice"));
  remove(group, alice);
  BOOST_TEST(isIn("basic", "alice"));
  const std::string bob = makeUser("bob");
  add(group, bob);
  settle(kGrace * 1000);
  BOOST_TEST(!isIn("basic", "bob"));
}

BOOST_AUTO_TEST_CASE(who_leaves_two_groups_at_the_same_time_is_put_in) {
  const std::string alice = makeUser("alice");
  const std::string first = makeSynced("first", {alice});
  const std::string second = makeSynced("second", {alice});
  std::future<void> other;
  sink.beforeNextPlan = [&] {
    other = std::async(std::launch::async, [&] { remove(second, alice); });
    // If nothing keeps it, it gets through while the first waits here.
    other.wait_for(std::chrono::milliseconds(500));
  };
  remove(first, alice);
  other.get();
  BOOST_TEST(members("first").empty());
  BOOST_TEST(members("second").empty());
  BOOST_TEST(isIn("basic", "alice"));
}

BOOST_AUTO_TEST_CASE(who_is_taken_out_of_a_group_that_does_not_list_him_keeps_his_grace_time) {
  const std::string alice = makeUser("alice");
  const std::string bob = makeUser("bob");
  const std::string group = makeSynced("g", {bob});
  patch(Kind::Group, group, R"({"op":"remove","path":"members","value":)" + memberList({alice, bob}) + "}");
  BOOST_TEST(members("basic") == Names{"bob"}, boost::test_tools::per_element());
  BOOST_CHECK(stateOf(alice) == FallbackState::Waiting);
}

BOOST_AUTO_TEST_CASE(a_disabled_user_is_treated_as_any_other) {
  const std::string alice = makeUser("alice");
  patch(Kind::User, alice, R"({"op":"replace","path":"active","value":false})");
  settle();
  BOOST_TEST(isIn("basic", "alice"));
}

BOOST_AUTO_TEST_CASE(a_renamed_user_is_in_it_under_the_new_name) {
  const std::string alice = makeInside("alice");
  patch(Kind::User, alice, R"({"op":"replace","path":"userName","value":"alicia"})");
  BOOST_TEST(members("basic") == Names{"alicia"}, boost::test_tools::per_element());
  const std::string group = makeSynced("g", {});
  add(group, alice);
  BOOST_TEST(members("basic").empty());
}

BOOST_AUTO_TEST_CASE(who_is_deleted_is_forgotten) {
  const std::string alice = makeInside("alice");
  service.remove(Kind::User, request(), alice);
  BOOST_TEST(members("basic").empty());
  BOOST_CHECK(stateOf(alice) == FallbackState::None);
  const std::string bob = makeUser("bob");
  BOOST_TEST_REQUIRE(directory.remove(dn("uid=bob,ou=people")).ok());
  settle();
  BOOST_CHECK(stateOf(bob) == FallbackState::None);
}

BOOST_AUTO_TEST_CASE(who_comes_under_scim_later_has_a_grace_time_too) {
  const ldap::Attributes person{{"objectClass", {"inetOrgPerson"}}, {"cn", {"C"}}, {"sn", {"S"}}};
  BOOST_TEST_REQUIRE(directory.add({dn("uid=old,ou=people"), person}).ok());
  const std::string old = entry("uid=old,ou=people").first("entryUUID").value();
  settle(kGrace * 1000);
  BOOST_TEST(members("basic").empty());
  patch(Kind::User, old, R"({"op":"replace","path":"title","value":"Boss"})");
  BOOST_CHECK(stateOf(old) == FallbackState::Waiting);
  patch(Kind::User, old, R"({"op":"replace","path":"title","value":"Clerk"})");
  settle();
  BOOST_TEST(isIn("basic", "old"));
  patch(Kind::User, old, R"({"op":"replace","path":"title","value":"Boss"})");
  BOOST_CHECK(stateOf(old) == FallbackState::Inside);
}

BOOST_FIXTURE_TEST_CASE(where_the_group_is_missing_nobody_keeps_what_he_must_not_have, WithoutGroup) {
  const std::string alice = makeUser("alice");
  const std::string group = makeSynced("g", {alice});
  remove(group, alice);
  BOOST_TEST(members("g").empty());
  BOOST_CHECK(stateOf(alice) == FallbackState::Waiting);
  const std::string bob = makeUser("bob");
  settle(kGrace);
  BOOST_CHECK(stateOf(bob) == FallbackState::Waiting);

  makeFallbackGroup();
  settle(kGrace);  // a pause after a refusal
  BOOST_TEST(members("basic").empty());
  settle(std::chrono::minutes(1));
  BOOST_TEST(members("basic") == (Names{"alice", "bob"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
