// Every way in which a group comes to list users, or to be synced, and ceases to.

#include <boost/test/unit_test.hpp>
#include <future>

#include "FallbackFixture.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

using Names = FallbackFixture::Names;

struct Fixture : FallbackFixture {
  std::string alice = makeInside("alice");
  std::string bob = makeInside("bob");
};

const std::string kRemoveExternalId = R"({"op":"remove","path":"externalId"})";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ServiceFallbackGroups, Fixture)

BOOST_AUTO_TEST_CASE(a_group_is_made_with_members) {
  static_cast<void>(makeGroup("local", {alice}));
  BOOST_TEST(members("basic") == (Names{"alice", "bob"}), boost::test_tools::per_element());
  static_cast<void>(makeSynced("synced", {alice}));
  BOOST_TEST(members("basic") == Names{"bob"}, boost::test_tools::per_element());
  BOOST_TEST(members("synced") == Names{"alice"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_group_is_deleted) {
  const std::string other = makeSynced("other", {alice});
  const std::string group = makeSynced("g", {alice, bob});
  BOOST_TEST(members("basic").empty());
  sink.beforeNextPlan = [&] {
    sink.beforeNextPlan = [&] {
      BOOST_TEST(isIn("g", "bob"));
      BOOST_TEST(isIn("basic", "bob"));
    };
  };
  service.remove(Kind::Group, request(), group);
  BOOST_TEST(!exists("cn=g,ou=groups"));
  BOOST_TEST(members("basic") == Names{"bob"}, boost::test_tools::per_element());
  BOOST_TEST(!isDue(bob));
  service.remove(Kind::Group, request(), other);
  BOOST_TEST(members("basic") == (Names{"alice", "bob"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(members_are_written_while_their_group_is_deleted) {
  const std::string group = makeSynced("g", {alice, bob});
  std::future<void> other;
  sink.beforeNextPlan = [&] {
    other = std::async(std::launch::async, [&] {
      patch(Kind::User, alice, R"({"op":"replace","path":"title","value":"Boss"})");
    });
    BOOST_TEST((other.wait_for(std::chrono::seconds(20)) == std::future_status::ready));
  };
  service.remove(Kind::Group, request(), group);
  other.get();
  BOOST_TEST(entry("uid=alice,ou=people").first("title").value() == "Boss");
  BOOST_TEST(members("basic") == (Names{"alice", "bob"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(who_is_renamed_while_his_group_is_deleted_is_in_it_under_the_new_name) {
  const std::string group = makeSynced("g", {alice, bob});
  std::future<void> other;
  sink.beforeNextPlan = [&] {
    other = std::async(std::launch::async, [&] {
      patch(Kind::User, alice, R"({"op":"replace","path":"userName","value":"alicia"})");
    });
    // If nothing keeps it, it gets through while the deletion waits here.
    other.wait_for(std::chrono::milliseconds(500));
  };
  service.remove(Kind::Group, request(), group);
  other.get();
  BOOST_TEST(members("basic") == (Names{"alicia", "bob"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_deletion_that_is_ignored_keeps_nobody_waiting) {
  const std::string group = makeSynced("g", {alice, bob});
  endpoint.policies.verbs.groupDelete = VerbPolicy::Ignore;
  service.remove(Kind::Group, request(), group);
  BOOST_TEST(members("g") == (Names{"alice", "bob"}), boost::test_tools::per_element());
  BOOST_TEST(members("basic").empty());
}

BOOST_AUTO_TEST_CASE(members_are_replaced_by_a_put) {
  const std::string group = makeSynced("g", {alice});
  put(Kind::Group, group, R"({"displayName":"g","externalId":"x-g","members":)" + memberList({bob}) + "}");
  BOOST_TEST(members("g") == Names{"bob"}, boost::test_tools::per_element());
  BOOST_TEST(members("basic") == Names{"alice"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(members_are_replaced_by_a_patch) {
  const std::string group = makeSynced("g", {alice});
  patch(Kind::Group, group, R"({"op":"replace","path":"members","value":)" + memberList({bob}) + "}");
  BOOST_TEST(members("basic") == Names{"alice"}, boost::test_tools::per_element());
  patch(Kind::Group, group, R"({"op":"remove","path":"members"})");
  BOOST_TEST(members("basic") == (Names{"alice", "bob"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(members_are_changed_together_with_the_name) {
  const std::string group = makeSynced("g", {alice});
  patch(Kind::Group, group,
        R"({"op":"replace","path":"displayName","value":"h"},
           {"op":"remove","path":"members[value eq \")" +
            alice + R"(\"]"},{"op":"add","path":"members","value":)" + memberList({bob}) + "}");
  BOOST_TEST(members("h") == Names{"bob"}, boost::test_tools::per_element());
  BOOST_TEST(members("basic") == Names{"alice"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_group_gets_its_external_id_and_loses_it) {
  const std::string group = makeGroup("g", {alice, bob});
  BOOST_TEST(members("basic").size() == 2U);
  patch(Kind::Group, group, R"({"op":"add","path":"externalId","value":"x"})");
  BOOST_TEST(members("basic").empty());
  sink.beforeNextPlan = [&] { sink.beforeNextPlan = [&] { BOOST_TEST(members("basic").size() == 2U); }; };
  patch(Kind::Group, group, kRemoveExternalId);
  BOOST_TEST(members("basic").size() == 2U);
  BOOST_TEST(members("g").size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_group_gets_its_external_id_and_other_members_at_once) {
  const std::string carol = makeInside("carol");
  const std::string group = makeGroup("g", {alice, bob});
  patch(Kind::Group, group,
        R"({"op":"add","path":"externalId","value":"x"},{"op":"remove","path":"members[value eq \")" + alice +
            R"(\"]"},{"op":"add","path":"members","value":)" + memberList({carol}) + "}");
  BOOST_TEST(members("basic") == Names{"alice"}, boost::test_tools::per_element());
  put(Kind::Group, group, R"({"displayName":"g","members":)" + memberList({alice}) + "}");
  BOOST_TEST(members("basic") == (Names{"alice", "bob", "carol"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(whom_others_have_put_into_it_is_left_there) {
  const std::string carol = makeUser("carol");
  const std::string group = makeSynced("g", {carol});
  BOOST_TEST_REQUIRE(
      directory
          .modify(dn("cn=basic,ou=groups"),
                  {{ldap::ModificationType::Add, "member", {dn("uid=carol,ou=people").toString()}}})
          .ok());
  add(makeSynced("h", {}), carol);
  BOOST_TEST(isIn("basic", "carol"));
}

BOOST_AUTO_TEST_CASE(no_client_changes_the_fallback_group) {
  const std::string basic = entry("cn=basic,ou=groups").first("entryUUID").value();
  const auto status = [](const auto& call) {
    return refusalOf([&] {
             call();
             return 0;
           })
        .status();
  };
  BOOST_TEST(status([&] { remove(basic, alice); }) == 403);
  BOOST_TEST(status([&] {
               patch(Kind::Group, basic, R"({"op":"replace","path":"displayName","value":"other"})");
             }) == 403);
  BOOST_TEST(status([&] { put(Kind::Group, basic, R"({"displayName":"basic"})"); }) == 403);
  BOOST_TEST(status([&] { service.remove(Kind::Group, request(), basic); }) == 403);
  BOOST_TEST(members("basic") == (Names{"alice", "bob"}), boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(directory.remove(dn("cn=basic,ou=groups")).ok());
  BOOST_TEST(status([&] { static_cast<void>(makeSynced("basic", {})); }) == 403);
}

BOOST_AUTO_TEST_CASE(the_fallback_group_does_not_count_as_synced_even_when_it_is_linked) {
  StoreChanges changes;
  ResourceRow row{.endpoint = endpoint.name,
                  .type = "Group",
                  .id = entry("cn=basic,ou=groups").first("entryUUID").value(),
                  .externalId = "x-basic"};
  row.kept = scim::Json::object();
  changes.upserts.push_back(row);
  store->commit(changes);
  const std::string group = makeSynced("g", {alice});
  BOOST_TEST(!isIn("basic", "alice"));
  remove(group, alice);
  BOOST_TEST(isIn("basic", "alice"));
  // The administrator takes the link away again, and gives it none.
  service.linkGroup(request(), row.id, std::nullopt);
  BOOST_TEST(!store->find({endpoint.name, "Group", row.id})->externalId.has_value());
  BOOST_TEST(refusalOf([&] {
               service.linkGroup(request(), row.id, "x");
               return 0;
             }).status() == 403);
}

BOOST_AUTO_TEST_SUITE_END()
