// The fallback group and those who came into the directory, or into its groups, past this service.

#include <boost/test/unit_test.hpp>

#include "FallbackFixture.h"
#include "connector/provisioning/PlanLdif.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

using Names = FallbackFixture::Names;

struct Fixture : FallbackFixture {
  /// A user made by others. \returns the id
  std::string makeStranger(const std::string& uid) {
    const ldap::Attributes person{{"objectClass", {"inetOrgPerson"}}, {"cn", {"C"}}, {"sn", {"S"}}};
    BOOST_TEST_REQUIRE(directory.add({dn("uid=" + uid + ",ou=people"), person}).ok());
    return entry("uid=" + uid + ",ou=people").first("entryUUID").value();
  }
  void changeByOthers(ldap::ModificationType type, const std::string& group, const std::string& uid) {
    const std::string member = dn("uid=" + uid + ",ou=people").toString();
    BOOST_TEST_REQUIRE(directory.modify(dn("cn=" + group + ",ou=groups"), {{type, "member", {member}}}).ok());
  }
  void addByOthers(const std::string& group, const std::string& uid) {
    changeByOthers(ldap::ModificationType::Add, group, uid);
  }
  void removeByOthers(const std::string& group, const std::string& uid) {
    changeByOthers(ldap::ModificationType::Delete, group, uid);
  }
  void emptyByOthers(const std::string& group) {
    BOOST_TEST_REQUIRE(directory
                           .modify(dn("cn=" + group + ",ou=groups"),
                                   {{ldap::ModificationType::Replace, "member", {"cn=empty-group"}}})
                           .ok());
  }
  [[nodiscard]] std::optional<ResourceRow> rowOf(const std::string& user) {
    return store->find({endpoint.name, "User", user});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ServiceFallbackOthers, Fixture)

BOOST_AUTO_TEST_CASE(whom_no_request_names_is_not_put_in) {
  static_cast<void>(makeStranger("old"));
  const std::string group = makeSynced("g", {});
  addByOthers("g", "old");
  service.remove(Kind::Group, request(), group);
  settle(kGrace * 1000);
  BOOST_TEST(members("basic").empty());
}

BOOST_AUTO_TEST_CASE(who_is_put_into_a_group_by_id_is_known_from_then_on) {
  const std::string old = makeStranger("old");
  const std::string group = makeSynced("g", {});
  add(group, old);
  BOOST_TEST_REQUIRE(rowOf(old).has_value());
  BOOST_CHECK(rowOf(old)->origin == Origin::Adopted);
  BOOST_CHECK(stateOf(old) == FallbackState::None);
  // Not by a request that names him.
  service.remove(Kind::Group, request(), group);
  BOOST_TEST(members("basic") == Names{"old"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(who_is_taken_out_of_a_group_by_id_is_known_too) {
  const std::string old = makeStranger("old");
  const std::string group = makeSynced("g", {});
  addByOthers("g", "old");
  remove(group, old);
  BOOST_TEST(members("basic") == Names{"old"}, boost::test_tools::per_element());
  BOOST_TEST(rowOf(old).has_value());
  BOOST_CHECK(stateOf(old) == FallbackState::Inside);
}

BOOST_AUTO_TEST_CASE(members_of_a_new_or_replaced_group_are_known) {
  const std::string first = makeStranger("first");
  const std::string second = makeStranger("second");
  const std::string group = makeSynced("g", {first});
  BOOST_TEST(rowOf(first).has_value());
  put(Kind::Group, group, R"({"displayName":"h","externalId":"x-g","members":)" + memberList({second}) + "}");
  BOOST_TEST(rowOf(second).has_value());
  BOOST_TEST(store->find({endpoint.name, "Group", group})->externalId.value() == "x-g");
  BOOST_TEST(members("basic") == Names{"first"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(whom_a_local_group_gets_by_id_has_a_grace_time) {
  const std::string old = makeStranger("old");
  const std::string group = makeGroup("local", {});
  add(group, old);
  BOOST_CHECK(stateOf(old) == FallbackState::Waiting);
  settle();
  BOOST_TEST(isIn("basic", "old"));
}

BOOST_AUTO_TEST_CASE(who_is_in_the_synced_group_already_leaves_the_fallback_group) {
  const std::string alice = makeInside("alice");
  const std::string group = makeSynced("g", {});
  addByOthers("g", "alice");
  add(group, alice);
  BOOST_TEST(members("basic").empty());
  BOOST_CHECK(stateOf(alice) == FallbackState::None);
}

BOOST_AUTO_TEST_CASE(who_is_in_the_replaced_group_already_leaves_the_fallback_group) {
  const std::string alice = makeInside("alice");
  const std::string group = makeSynced("g", {});
  addByOthers("g", "alice");
  put(Kind::Group, group, R"({"displayName":"g","externalId":"x-g","members":)" + memberList({alice}) + "}");
  BOOST_TEST(members("basic").empty());
}

BOOST_AUTO_TEST_CASE(who_has_left_the_synced_group_already_is_looked_at) {
  const std::string alice = makeUser("alice");
  const std::string bob = makeUser("bob");
  const std::string group = makeSynced("g", {alice, bob});
  emptyByOthers("g");
  remove(group, alice);
  settle(std::chrono::milliseconds(0));
  BOOST_TEST(members("basic") == Names{"alice"}, boost::test_tools::per_element());
  // Together with somebody who is still there.
  const std::string other = makeSynced("other", {alice, bob});
  BOOST_TEST(members("basic").empty());
  removeByOthers("other", "alice");
  patch(Kind::Group, other, R"({"op":"remove","path":"members","value":)" + memberList({alice, bob}) + "}");
  settle(std::chrono::milliseconds(0));
  BOOST_TEST(members("basic") == (Names{"alice", "bob"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(whom_the_directory_refuses_keeps_nobody_waiting) {
  const std::string bob = makeUser("bob");
  for (const std::string name : {"alice", "carol", "dave"}) static_cast<void>(makeUser(name));
  sink.insteadOf = [&](const Plan& plan) -> std::optional<Execution> {
    if (toLdif(plan).find("uid=bob") == std::string::npos) return std::nullopt;
    return refused(ldap::ResultCode::ConstraintViolation);
  };
  settle();
  BOOST_TEST(members("basic") == (Names{"alice", "carol", "dave"}), boost::test_tools::per_element());
  BOOST_CHECK(stateOf(bob) == FallbackState::Waiting);
  sink.insteadOf = {};
  settle(std::chrono::minutes(59));
  BOOST_TEST(!isIn("basic", "bob"));
  settle(std::chrono::minutes(61));
  BOOST_TEST(isIn("basic", "bob"));
}

BOOST_AUTO_TEST_CASE(where_the_directory_refuses_everybody_all_are_tried_again_soon) {
  for (const std::string name : {"alice", "bob", "carol"}) static_cast<void>(makeUser(name));
  sink.insteadOf = [&](const Plan&) { return std::optional(refused(ldap::ResultCode::ConstraintViolation)); };
  settle();
  BOOST_TEST(members("basic").empty());
  sink.insteadOf = {};
  settle(kGrace + std::chrono::seconds(6));
  BOOST_TEST(members("basic").size() == 3U);
}

BOOST_AUTO_TEST_CASE(no_group_gets_the_name_of_a_missing_fallback_group) {
  const std::string group = makeGroup("g", {});
  BOOST_TEST_REQUIRE(directory.remove(dn("cn=basic,ou=groups")).ok());
  BOOST_TEST(refusalOf([&] {
               return patch(Kind::Group, group, R"({"op":"replace","path":"displayName","value":"basic"})");
             }).status() == 403);
  BOOST_TEST(exists("cn=g,ou=groups"));
}

BOOST_AUTO_TEST_CASE(whom_a_post_is_about_once_more_has_a_grace_time) {
  endpoint.policies.knownExternalId = KnownResource::Adopt;
  const std::string alice = makeUser("alice", R"("externalId":"a")");
  const std::string group = makeSynced("g", {alice});
  emptyByOthers("g");
  BOOST_CHECK(stateOf(alice) == FallbackState::None);
  BOOST_TEST(makeUser("alice", R"("externalId":"a")") == alice);
  BOOST_CHECK(stateOf(alice) == FallbackState::Waiting);
  settle();
  BOOST_TEST(isIn("basic", "alice"));
  BOOST_TEST(makeUser("alice", R"("externalId":"a")") == alice);
  BOOST_CHECK(stateOf(alice) == FallbackState::Inside);
}

BOOST_AUTO_TEST_SUITE_END()
