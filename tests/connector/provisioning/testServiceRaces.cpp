// What others do between a request's reading and its writing.

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <future>

#include "ServiceFixture.h"
#include "connector/provisioning/PlanJson.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

using Names = std::vector<std::string>;

/// Renames the user in a thread of its own when the next plan is about to be carried out, and gives it the
/// time to get through if nothing keeps it.
class RenameMeanwhile {
 public:
  RenameMeanwhile(ServiceFixture& fixture, std::string id, std::string userName) {
    fixture.sink.beforeNextPlan = [this, &fixture, id = std::move(id), name = std::move(userName)] {
      renamed_ = std::async(std::launch::async, [&fixture, id, name] {
        fixture.patch(Kind::User, id, R"({"op":"replace","path":"userName","value":")" + name + "\"}");
      });
      renamed_.wait_for(std::chrono::milliseconds(500));
    };
  }
  void finish() { renamed_.get(); }

 private:
  std::future<void> renamed_;
};

struct Group {
  ServiceFixture fixture;
  std::string stays = fixture.makeUser("stays");
  std::string leaves = fixture.makeUser("leaves");
  std::string id = fixture.makeGroup("g", {stays, leaves});

  [[nodiscard]] Names members(const std::string& name = "g") {
    return fixture.entry("cn=" + name + ",ou=groups").values("member");
  }
  [[nodiscard]] std::string dnOf(const std::string& userName) const {
    return fixture.dn("uid=" + userName + ",ou=people").toString();
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ServiceRaces)

BOOST_FIXTURE_TEST_CASE(who_leaves_by_a_put_keeps_the_name_until_then, Group) {
  RenameMeanwhile rename(fixture, leaves, "renamed");
  fixture.put(Kind::Group, id, R"({"displayName":"g","members":)" + fixture.memberList({stays}) + "}");
  rename.finish();
  BOOST_TEST(members() == Names{dnOf("stays")}, boost::test_tools::per_element());
  BOOST_TEST(fixture.exists("uid=renamed,ou=people"));
}

BOOST_FIXTURE_TEST_CASE(who_leaves_by_a_patch_of_members_alone_keeps_the_name_until_then, Group) {
  RenameMeanwhile rename(fixture, leaves, "renamed");
  fixture.patch(Kind::Group, id,
                R"({"op":"replace","path":"members","value":)" + fixture.memberList({stays}) + "}");
  rename.finish();
  BOOST_TEST(members() == Names{dnOf("stays")}, boost::test_tools::per_element());
  BOOST_TEST(fixture.exists("uid=renamed,ou=people"));
}

BOOST_FIXTURE_TEST_CASE(a_group_renamed_by_others_while_a_member_gets_a_new_name_holds_the_new_name, Group) {
  fixture.sink.beforeNextPlan = [&] { fixture.renameByOthers("cn=g,ou=groups", "cn", "h"); };
  fixture.patch(Kind::User, leaves, R"({"op":"replace","path":"userName","value":"renamed"})");
  BOOST_TEST(members("h") == (Names{dnOf("stays"), dnOf("renamed")}), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_group_that_was_not_there_for_a_moment_is_looked_for_again, Group) {
  // As when its renaming is taken back before anybody looks.
  Execution refused;
  refused.outcome = Execution::Outcome::Refused;
  refused.refusal.code = ldap::ResultCode::NoSuchObject;
  refused.refusedStep = 1;
  fixture.sink.insteadOfNextPlan = refused;
  fixture.patch(Kind::User, leaves, R"({"op":"replace","path":"userName","value":"renamed"})");
  BOOST_TEST(members() == (Names{dnOf("stays"), dnOf("renamed")}), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(nobody_is_shown_what_waits_to_be_settled, Group) {
  // The user has the new name already, and the group that has it next is gone: it will be taken back.
  const ldap::Dn before = fixture.dn("uid=leaves,ou=people");
  const ldap::Dn after = fixture.dn("uid=renamed,ou=people");
  Plan plan{"main"};
  plan.steps.emplace_back(RenameEntry{before, after, {}});
  plan.steps.emplace_back(
      ModifyEntry{fixture.dn("cn=gone,ou=groups"), {{ldap::ModificationType::Replace, "cn", {"gone"}}}});
  const auto cutShort = [&] {
    BOOST_TEST_REQUIRE(fixture.directory.rename(before, after.rdn(), std::nullopt).ok());
    fixture.coordination.unsettled.add("main", fixture.store->beginJournal(toJson(plan)), {});
  };
  cutShort();
  BOOST_TEST(fixture.get(Kind::User, leaves).stringAt("userName") == "leaves");
  cutShort();
  BOOST_TEST(fixture.count(Kind::User, R"(userName eq "renamed")") == 0);
}

BOOST_FIXTURE_TEST_CASE(a_change_of_members_goes_to_the_group_wherever_it_is, Group) {
  fixture.sink.beforeNextPlan = [&] { fixture.renameByOthers("cn=g,ou=groups", "cn", "h"); };
  fixture.patch(Kind::Group, id, R"({"op":"remove","path":"members[value eq \")" + leaves + R"(\"]"})");
  BOOST_TEST(members("h") == Names{dnOf("stays")}, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_change_goes_to_the_user_wherever_it_is, Group) {
  fixture.sink.beforeNextPlan = [&] { fixture.renameByOthers("uid=stays,ou=people", "uid", "moved"); };
  fixture.patch(Kind::User, stays, R"({"op":"replace","path":"title","value":"Boss"})");
  BOOST_TEST(fixture.entry("uid=moved,ou=people").first("title").value() == "Boss");
}

BOOST_FIXTURE_TEST_CASE(a_user_moved_by_others_is_deleted_where_it_is, Group) {
  fixture.sink.beforeNextPlan = [&] { fixture.renameByOthers("uid=leaves,ou=people", "uid", "moved"); };
  fixture.service.remove(Kind::User, fixture.request(), leaves);
  BOOST_TEST(!fixture.exists("uid=moved,ou=people"));
}

BOOST_FIXTURE_TEST_CASE(a_group_moved_by_others_is_deleted_where_it_is, Group) {
  fixture.sink.beforeNextPlan = [&] { fixture.renameByOthers("cn=g,ou=groups", "cn", "h"); };
  fixture.service.remove(Kind::Group, fixture.request(), id);
  BOOST_TEST(!fixture.exists("cn=h,ou=groups"));
}

BOOST_FIXTURE_TEST_CASE(a_user_deleted_by_others_meanwhile_leaves_no_name_in_groups, Group) {
  fixture.sink.beforeNextPlan = [&] {
    BOOST_TEST(fixture.directory.remove(fixture.dn("uid=leaves,ou=people")).ok());
  };
  fixture.service.remove(Kind::User, fixture.request(), leaves);
  BOOST_TEST(members() == Names{dnOf("stays")}, boost::test_tools::per_element());
  BOOST_TEST(refusalOf([&] { return fixture.get(Kind::User, leaves); }).status() == 404);
}

BOOST_AUTO_TEST_CASE(a_missing_branch_for_disabled_users_is_a_fault_with_its_remedy) {
  ServiceFixture fixture("method = \"move\"\ncontainer = \"ou=disabled\"");
  fixture.endpoint.mapping.user.bases = {ldap::Dn::parse(fixture.slapd.base())};
  const std::string id = fixture.makeUser("leaver");
  const scim::Error error = refusalOf(
      [&] { return fixture.patch(Kind::User, id, R"({"op":"replace","path":"active","value":false})"); });
  BOOST_TEST(error.status() == 500, error.detail());
  BOOST_TEST(error.detail().find("uid=leaver,ou=disabled") != std::string::npos, error.detail());
  BOOST_TEST(error.detail().find("container") != std::string::npos, error.detail());
}

BOOST_FIXTURE_TEST_CASE(an_external_id_that_was_taken_meanwhile_is_409_and_names_who_has_it, Group) {
  const auto takenByOther = [&] {
    ResourceRow row;
    row.endpoint = fixture.endpoint.name;
    row.type = "User";
    row.id = stays;
    row.externalId = "e-1";
    row.kept = scim::Json::object();
    StoreChanges changes;
    changes.upserts.push_back(row);
    fixture.store->commit(changes);
  };
  fixture.sink.beforeNextPlan = takenByOther;
  const scim::Error error = refusalOf(
      [&] { return fixture.patch(Kind::User, leaves, R"({"op":"add","path":"externalId","value":"e-1"})"); });
  BOOST_TEST(error.status() == 409, error.detail());
  BOOST_CHECK(error.type() == scim::ScimType::Uniqueness);
  BOOST_TEST(error.detail() == "externalId \"e-1\" is already in use by the entry " + dnOf("stays"));

  fixture.put(Kind::User, stays, R"({"userName":"stays","name":{"familyName":"F"}})");
  fixture.sink.beforeNextPlan = takenByOther;
  const scim::Error refused = refusalOf([&] {
    return fixture.create(Kind::User, R"({"userName":"third","externalId":"e-1","displayName":"T"})");
  });
  BOOST_TEST(refused.detail() == "externalId \"e-1\" is already in use by the entry " + dnOf("stays"));
  BOOST_TEST(!fixture.exists("uid=third,ou=people"));
}

BOOST_FIXTURE_TEST_CASE(twins_from_before_external_ids_had_to_be_unique_can_still_be_disabled, Group) {
  fixture.endpoint.uniqueExternalId = false;
  const std::string first = fixture.makeUser("first", R"("externalId":"same")");
  const std::string second = fixture.makeUser("second", R"("externalId":"same")");
  fixture.endpoint.uniqueExternalId = true;
  for (const std::string& twin : {first, second}) {
    const scim::Json disabled =
        fixture.patch(Kind::User, twin, R"({"op":"replace","path":"active","value":false})");
    BOOST_TEST(!disabled.find("active")->asBool());
  }
}

BOOST_AUTO_TEST_SUITE_END()
