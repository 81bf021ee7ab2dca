#include <boost/test/unit_test.hpp>

#include "connector/provisioning/Compile.h"
#include "connector/provisioning/PlanLdif.h"
#include "mappings/MappingFile.h"
#include "tests/support/Folders.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

const mappings::Mapping& mapping() {
  static const mappings::Mapping read =
      under(mappings::readMappingFile(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml"),
            ldap::Dn::parse("dc=example"));
  return read;
}

RequestContext context() {
  RequestContext made;
  made.requestId = "r";
  made.endpoint = "entra";
  made.directory = "main";
  made.principal = "token";
  made.method = "PATCH";
  made.now = TimePoint(std::chrono::seconds(1));
  return made;
}

scim::Json user(const char* text) {
  return scim::parseJson(text);
}

const ldap::Dn kAlice = ldap::Dn::parse("uid=alice,ou=people,dc=example");

/// The same mapping, with passwords.
mappings::ResourceMapping withPasswords(const std::string& attribute = "") {
  mappings::ResourceMapping user = mapping().user;
  user.password = mappings::PasswordRule{attribute};
  return user;
}

/// A user as the directory has it after compileCreate.
CurrentResource alice() {
  CurrentResource current;
  current.id = "id-1";
  current.entry = {kAlice,
                   {{"objectClass", {"inetOrgPerson"}},
                    {"uid", {"alice"}},
                    {"cn", {"Alice A"}},
                    {"sn", {"A"}},
                    {"displayName", {"Alice A"}},
                    {"description", {"not SCIM's"}},
                    {"entryCSN", {"csn-1"}}}};
  current.row = ResourceRow{"entra", "User", "id-1"};
  current.row->kept = scim::Json::object();
  return current;
}

Plan update(const CurrentResource& current, const scim::Json& after, const Dependents& dependents = {}) {
  return compileUpdate(context(), mapping().user, current, resourceOf(mapping().user, current), after, {}, {},
                       dependents, {});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(CompileSuite)

BOOST_AUTO_TEST_CASE(a_minimal_user_becomes_one_entry_and_one_row) {
  const scim::Json resource =
      user(R"({"userName":"bob@x","displayName":"Bob B","externalId":"e1","active":true})");
  const Plan plan = compileCreate(context(), Kind::User, mapping().user, resource, {}, {}, {});
  BOOST_TEST_REQUIRE(plan.steps.size() == 1U);
  const ldap::Entry& entry = std::get<AddEntry>(plan.steps.front()).entry;
  BOOST_TEST(entry.dn.toString() == "uid=bob@x,ou=people,dc=example");
  BOOST_TEST(entry.first("sn").value() == "B");
  BOOST_TEST_REQUIRE(plan.changes.upserts.size() == 1U);
  BOOST_TEST(plan.changes.upserts.front().externalId.value() == "e1");
  BOOST_TEST(plan.changes.upserts.front().id.empty());
  BOOST_TEST_REQUIRE(plan.changes.log.size() == 1U);
  BOOST_TEST(plan.changes.log.front().name == "bob@x");
}

BOOST_AUTO_TEST_CASE(no_change_is_an_empty_plan) {
  const CurrentResource current = alice();
  BOOST_TEST(update(current, resourceOf(mapping().user, current)).empty());
}

BOOST_AUTO_TEST_CASE(a_change_touches_what_it_names_and_only_on_the_entry_that_was_read) {
  const CurrentResource current = alice();
  scim::Json after = resourceOf(mapping().user, current);
  after.set("title", "Boss");
  const Plan plan = update(current, after);
  BOOST_TEST_REQUIRE(plan.steps.size() == 1U);
  const auto& modify = std::get<ModifyEntry>(plan.steps.front());
  BOOST_TEST_REQUIRE(modify.modifications.size() == 1U);
  BOOST_TEST(modify.modifications.front().attribute == "title");
  BOOST_CHECK(modify.assertion == (ldap::Filter{ldap::Equality{"entryCSN", "csn-1"}}));
  BOOST_CHECK(modify.undo ==
              (std::vector<ldap::Modification>{{ldap::ModificationType::Replace, "title", {}}}));
}

BOOST_AUTO_TEST_CASE(a_rename_is_followed_by_groups_and_by_those_who_refer_to_the_entry) {
  const CurrentResource current = alice();
  scim::Json after = resourceOf(mapping().user, current);
  after.set("userName", "anna");
  const ldap::Dn group = ldap::Dn::parse("cn=g,ou=groups,dc=example");
  const ldap::Dn report = ldap::Dn::parse("uid=bob,ou=people,dc=example");
  const Plan plan = update(current, after, {{{group, *mapping().group->members}}, {{report, "manager"}}});
  BOOST_TEST(toLdif(plan) ==
             "dn: uid=alice,ou=people,dc=example\nchangetype: modrdn\nnewrdn: uid=anna\ndeleteoldrdn: 1\n\n"
             "dn: cn=g,ou=groups,dc=example\nchangetype: modify\n"
             "add: member\nmember: uid=anna,ou=people,dc=example\n-\n"
             "delete: member\nmember: uid=alice,ou=people,dc=example\n-\n\n"
             "dn: uid=bob,ou=people,dc=example\nchangetype: modify\n"
             "delete: manager\nmanager: uid=alice,ou=people,dc=example\n-\n"
             "add: manager\nmanager: uid=anna,ou=people,dc=example\n-\n\n");
}

BOOST_AUTO_TEST_CASE(an_entry_in_a_branch_of_its_own_stays_there_when_renamed) {
  CurrentResource current = alice();
  current.entry.dn = ldap::Dn::parse("uid=alice,ou=brno,ou=people,dc=example");
  scim::Json after = resourceOf(mapping().user, current);
  after.set("userName", "anna");
  const Plan plan = update(current, after);
  const auto& rename = std::get<RenameEntry>(plan.steps.front());
  BOOST_TEST(rename.newDn.toString() == "uid=anna,ou=brno,ou=people,dc=example");
}

BOOST_AUTO_TEST_CASE(an_external_id_alone_changes_the_row_and_not_the_directory) {
  const CurrentResource current = alice();
  scim::Json after = resourceOf(mapping().user, current);
  after.set("externalId", "e2");
  const Plan plan = update(current, after);
  BOOST_TEST(plan.steps.empty());
  BOOST_TEST_REQUIRE(plan.changes.upserts.size() == 1U);
  BOOST_TEST(plan.changes.upserts.front().externalId.value() == "e2");
  BOOST_CHECK(plan.changes.upserts.front().modified == context().now);
  BOOST_TEST(plan.changes.log.front().ldif == "");
  BOOST_TEST(plan.changes.log.front().detail == "externalId: (none) -> e2");
}

BOOST_AUTO_TEST_CASE(writing_to_an_entry_that_others_made_adopts_it) {
  CurrentResource current = alice();
  current.row.reset();
  scim::Json after = resourceOf(mapping().user, current);
  after.set("title", "Boss");
  const Plan plan = update(current, after);
  BOOST_TEST_REQUIRE(plan.changes.upserts.size() == 1U);
  BOOST_CHECK(plan.changes.upserts.front().origin == Origin::Adopted);
}

BOOST_AUTO_TEST_CASE(a_password_is_set_last_and_stands_in_no_row) {
  const scim::Json resource = user(R"({"userName":"bob","displayName":"Bob B","active":true})");
  const Plan plan = compileCreate(context(), Kind::User, withPasswords(), resource, {}, {}, {}, "hunter2");
  BOOST_TEST_REQUIRE(plan.steps.size() == 2U);
  BOOST_CHECK(std::holds_alternative<AddEntry>(plan.steps[0]));
  BOOST_CHECK(plan.steps[1] ==
              Step(SetPassword{ldap::Dn::parse("uid=bob,ou=people,dc=example"), "", "hunter2"}));
  BOOST_TEST(plan.changes.log.front().ldif.find("hunter2") == std::string::npos);

  const CurrentResource current = alice();
  scim::Json after = resourceOf(mapping().user, current);
  after.set("userName", "anna");
  after.set("title", "Boss");
  const Plan change = compileUpdate(context(), withPasswords("secretary"), current,
                                    resourceOf(mapping().user, current), after, {}, {}, {}, {}, "hunter2");
  BOOST_TEST_REQUIRE(change.steps.size() == 3U);
  BOOST_CHECK(change.steps[2] ==
              Step(SetPassword{ldap::Dn::parse("uid=anna,ou=people,dc=example"), "secretary", "hunter2"}));
}

BOOST_AUTO_TEST_CASE(a_password_alone_is_a_change_and_none_is_none) {
  const CurrentResource current = alice();
  const scim::Json same = resourceOf(mapping().user, current);
  const auto plan = [&](const std::optional<std::string>& password) {
    return compileUpdate(context(), withPasswords(), current, same, same, {}, {}, {}, {}, password);
  };
  BOOST_TEST(plan("hunter2").steps.size() == 1U);
  BOOST_TEST(plan(std::nullopt).empty());
}

BOOST_AUTO_TEST_CASE(the_lock_that_a_password_takes_off_an_inactive_user_is_put_on_again) {
  const CurrentResource current = alice();
  scim::Json after = resourceOf(mapping().user, current);
  after.set("active", false);
  const auto planWith = [&](const mappings::ResourceMapping& with) {
    return compileUpdate(context(), with, current, resourceOf(mapping().user, current), after, {}, {}, {}, {},
                         "hunter2");
  };
  const Plan plan = planWith(withPasswords());
  BOOST_TEST_REQUIRE(plan.steps.size() == 3U);
  BOOST_CHECK(std::holds_alternative<SetPassword>(plan.steps[1]));
  BOOST_CHECK(std::get<ModifyEntry>(plan.steps[2]).modifications ==
              (std::vector<ldap::Modification>{
                  {ldap::ModificationType::Replace, "pwdAccountLockedTime", {"000001010000Z"}}}));
  // A mark of another kind stays on.
  mappings::ResourceMapping marks = withPasswords();
  marks.disable = mappings::AttributeMark{"employeeType", "gone", std::nullopt};
  BOOST_CHECK(std::holds_alternative<SetPassword>(planWith(marks).steps.back()));
}

BOOST_AUTO_TEST_CASE(who_is_deleted_leaves_groups_and_references_first) {
  const ldap::Dn group = ldap::Dn::parse("cn=g,ou=groups,dc=example");
  const ldap::Dn report = ldap::Dn::parse("uid=bob,ou=people,dc=example");
  const Plan plan = compileDelete(context(), mapping().user, alice(),
                                  {{{group, *mapping().group->members}}, {{report, "manager"}}}, "entryUUID");
  BOOST_TEST_REQUIRE(plan.steps.size() == 3U);
  BOOST_CHECK(std::get<ChangeMembers>(plan.steps[0]).remove == std::vector<std::string>{kAlice.toString()});
  BOOST_CHECK(std::get<ModifyEntry>(plan.steps[1]).dn == report);
  BOOST_CHECK(std::get<DeleteEntry>(plan.steps[2]).dn == kAlice);
  BOOST_CHECK(plan.changes.removals == (std::vector<ResourceKey>{{"entra", "User", "id-1"}}));
}

BOOST_AUTO_TEST_CASE(a_version_that_was_asked_for_guards_the_deletion) {
  const auto assertionOf = [](OfVersion version) {
    const Plan plan = compileDelete(context(), mapping().user, alice(), {}, "entryUUID", version);
    return std::get<DeleteEntry>(plan.steps.at(0)).assertion;
  };
  BOOST_CHECK(assertionOf(OfVersion::Any) == (ldap::Filter{ldap::Equality{"entryUUID", "id-1"}}));
  BOOST_CHECK(assertionOf(OfVersion::AsRead) == (ldap::Filter{ldap::Equality{"entryCSN", "csn-1"}}));
}

BOOST_AUTO_TEST_CASE(members_alone_change_only_in_the_group_that_was_read) {
  CurrentResource group;
  group.kind = Kind::Group;
  group.id = "id-2";
  group.entry = {ldap::Dn::parse("cn=g,ou=groups,dc=example"), {{"cn", {"g"}}, {"entryCSN", {"csn-2"}}}};
  const scim::Json before = resourceOf(*mapping().group, group);
  const auto plan = [&](const scim::Json& after) {
    return compileUpdate(context(), *mapping().group, group, before, after, {}, {}, {}, {{"m"}, {}});
  };
  const ldap::Filter version{ldap::Equality{"entryCSN", "csn-2"}};
  BOOST_CHECK(std::get<ChangeMembers>(plan(before).steps.at(0)).assertion == version);

  // The step before it has moved the version.
  scim::Json after = before;
  after.set("displayName", "h");
  const std::vector<Step> steps = plan(after).steps;
  BOOST_CHECK(std::get<RenameEntry>(steps.at(0)).assertion == version);
  BOOST_CHECK(std::get<ChangeMembers>(steps.back()).assertion == std::nullopt);
}

BOOST_AUTO_TEST_CASE(a_group_of_many_is_made_with_some_and_gets_the_others_in_portions) {
  std::vector<std::string> members;
  for (int i = 0; i < 11'000; ++i) members.push_back("uid=m" + std::to_string(i) + ",dc=example");
  const scim::Json resource = scim::parseJson(R"({"displayName":"g"})");
  const Plan plan = compileCreate(context(), Kind::Group, *mapping().group, resource, {}, {}, members);
  BOOST_TEST_REQUIRE(plan.steps.size() == 3U);
  std::vector<std::string> made = std::get<AddEntry>(plan.steps[0]).entry.values("member");
  BOOST_TEST(made.size() == 5'000U);
  for (const std::size_t step : {1U, 2U}) {
    const std::vector<std::string>& added = std::get<ChangeMembers>(plan.steps[step]).add;
    made.insert(made.end(), added.begin(), added.end());
  }
  BOOST_TEST(made == members, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(many_members_come_and_go_in_portions) {
  const ldap::Dn group = ldap::Dn::parse("cn=g,ou=groups,dc=example");
  MemberValues members;
  for (int i = 0; i < 7'000; ++i) members.add.push_back("uid=a" + std::to_string(i) + ",dc=example");
  for (int i = 0; i < 4'000; ++i) members.remove.push_back("uid=r" + std::to_string(i) + ",dc=example");
  const Plan plan = compileMembers("main", *mapping().group->members, group, members, {});
  BOOST_TEST_REQUIRE(plan.steps.size() == 3U);
  MemberValues all;
  for (const Step& step : plan.steps) {
    const auto& change = std::get<ChangeMembers>(step);
    BOOST_TEST(change.add.size() + change.remove.size() <= 5'000U);
    BOOST_TEST(change.placeholder.value_or("") == "cn=empty-group");
    all.add.insert(all.add.end(), change.add.begin(), change.add.end());
    all.remove.insert(all.remove.end(), change.remove.begin(), change.remove.end());
  }
  BOOST_TEST(all.add == members.add, boost::test_tools::per_element());
  BOOST_TEST(all.remove == members.remove, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
