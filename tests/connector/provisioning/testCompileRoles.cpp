#include <boost/test/unit_test.hpp>

#include "connector/provisioning/Compile.h"
#include "connector/provisioning/PlanJson.h"
#include "connector/provisioning/PlanLdif.h"
#include "mappings/MappingFile.h"
#include "tests/support/Folders.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

mappings::Mapping mapping() {
  mappings::Mapping read =
      under(mappings::readMappingFile(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml"),
            ldap::Dn::parse("dc=example"));
  read.user.role = mappings::RoleRule{"employeeType", {}, {}};
  return read;
}

Membership groupOf(const std::string& name) {
  return {ldap::Dn::parse("cn=" + name + ",ou=groups,dc=example"), *mapping().group->members};
}

CurrentResource ann() {
  CurrentResource current;
  current.id = "id-1";
  current.entry = {ldap::Dn::parse("uid=ann,ou=people,dc=example"),
                   {{"uid", {"ann"}},
                    {"cn", {"Ann A"}},
                    {"sn", {"A"}},
                    {"displayName", {"Ann A"}},
                    {"employeeType", {"admin"}},
                    {"entryCSN", {"csn-1"}}}};
  current.row = ResourceRow{"entra", "User", "id-1"};
  current.row->kept = scim::Json::object();
  current.row->rawRole = "Admin";
  current.row->role = "admin";
  return current;
}

Plan update(const CurrentResource& current, const scim::Json& after, const std::optional<RoleChange>& role) {
  const mappings::ResourceMapping user = mapping().user;
  return compileUpdate({"r", "entra", "main", "token", "PATCH"}, user, current, resourceOf(user, current),
                       after, {}, {}, {}, {}, std::nullopt, role);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(CompileRoles)

BOOST_AUTO_TEST_CASE(a_new_entry_stands_before_it_joins_its_group_and_the_password_comes_last) {
  mappings::ResourceMapping user = mapping().user;
  user.password = mappings::PasswordRule{};
  const RoleChange role{"Admin", "", "admin", false, true, false, {groupOf("admins")}, {}};
  const Plan plan = compileCreate({"r", "entra", "main", "token", "POST"}, Kind::User, user,
                                  scim::parseJson(R"({"userName":"bob","displayName":"Bob B"})"), {}, {}, {},
                                  "secret", role);
  BOOST_TEST_REQUIRE(plan.steps.size() == 3U);
  BOOST_TEST(std::get<AddEntry>(plan.steps[0]).entry.first("employeeType").value() == "admin");
  const auto& joins = std::get<ChangeMembers>(plan.steps[1]);
  BOOST_TEST(joins.group.toString() == "cn=admins,ou=groups,dc=example");
  BOOST_TEST(joins.add == std::vector<std::string>{"uid=bob,ou=people,dc=example"},
             boost::test_tools::per_element());
  BOOST_TEST(std::holds_alternative<SetPassword>(plan.steps[2]));
  BOOST_TEST(plan.changes.upserts.front().rawRole == "Admin");
  BOOST_TEST(plan.changes.upserts.front().role == "admin");
  // What the journal holds comes to the same.
  BOOST_TEST(planFromJson(toJson(plan)).changes.upserts.front().role == "admin");
}

BOOST_AUTO_TEST_CASE(the_new_group_is_joined_before_the_old_one_is_left) {
  const CurrentResource current = ann();
  const RoleChange role{"Editor",           "admin", "editor", false, true, false, {groupOf("editors")},
                        {groupOf("admins")}};
  const Plan plan = update(current, resourceOf(mapping().user, current), role);
  BOOST_TEST(toLdif(plan) ==
             "dn: uid=ann,ou=people,dc=example\nchangetype: modify\n"
             "replace: employeeType\nemployeeType: editor\n-\n\n"
             "dn: cn=editors,ou=groups,dc=example\nchangetype: modify\n"
             "add: member\nmember: uid=ann,ou=people,dc=example\n-\n\n"
             "dn: cn=admins,ou=groups,dc=example\nchangetype: modify\n"
             "delete: member\nmember: uid=ann,ou=people,dc=example\n-\n\n");
  BOOST_TEST(plan.changes.upserts.front().role == "editor");
  BOOST_TEST(plan.changes.upserts.front().rawRole == "Editor");
  const auto undo = std::get<ModifyEntry>(plan.steps.front()).undo;
  BOOST_CHECK(undo == (std::vector<ldap::Modification>{
                          {ldap::ModificationType::Replace, "employeeType", {"admin"}}}));
}

BOOST_AUTO_TEST_CASE(a_renamed_user_joins_by_the_new_name) {
  const CurrentResource current = ann();
  scim::Json after = resourceOf(mapping().user, current);
  after.set("userName", "eve");
  const RoleChange role{"Editor", "admin", "editor", false, true, false, {groupOf("editors")}, {}};
  const Plan plan = update(current, after, role);
  const auto& joins = std::get<ChangeMembers>(plan.steps.back());
  BOOST_TEST(joins.add.front() == "uid=eve,ou=people,dc=example");
}

BOOST_AUTO_TEST_CASE(the_same_role_of_the_same_value_changes_nothing) {
  const CurrentResource current = ann();
  const scim::Json resource = resourceOf(mapping().user, current);
  BOOST_TEST(update(current, resource, RoleChange{"Admin", "admin", "admin"}).empty());
  const Plan plan = update(current, resource, RoleChange{"Chief", "admin", "admin"});
  BOOST_TEST(plan.steps.empty());
  BOOST_TEST(plan.changes.upserts.front().rawRole == "Chief");
}

BOOST_AUTO_TEST_CASE(what_groups_and_side_table_alone_hold_makes_the_resource_newer) {
  CurrentResource current = ann();
  mappings::ResourceMapping user = mapping().user;
  user.role->ldap.clear();
  const scim::Json before = resourceOf(user, current);
  RequestContext context{"r", "entra", "main", "token", "PATCH"};
  context.now = TimePoint(std::chrono::seconds(7));
  const RoleChange role{"Editor",           "admin", "editor", false, true, false, {groupOf("editors")},
                        {groupOf("admins")}};
  const Plan plan = compileUpdate(context, user, current, before, before, {}, {}, {}, {}, std::nullopt, role);
  BOOST_TEST_REQUIRE(plan.steps.size() == 2U);
  BOOST_CHECK(plan.changes.upserts.front().modified == context.now);
}

BOOST_AUTO_TEST_CASE(somebody_without_a_row_gets_one_for_a_role_alone) {
  CurrentResource current = ann();
  current.row.reset();
  const scim::Json resource = resourceOf(mapping().user, current);
  BOOST_TEST(update(current, resource, RoleChange{"", "", ""}).empty());
  const Plan plan = update(current, resource, RoleChange{"Admin", "", "admin"});
  BOOST_TEST_REQUIRE(plan.changes.upserts.size() == 1U);
  BOOST_TEST(plan.changes.upserts.front().role == "admin");
}

BOOST_AUTO_TEST_CASE(a_role_that_is_set_anew_is_written_where_the_entry_does_not_show_it) {
  CurrentResource current = ann();
  const scim::Json resource = resourceOf(mapping().user, current);
  const RoleChange same{"Admin", "admin", "admin", false, false, true, {}, {}};
  BOOST_TEST(update(current, resource, same).empty());
  current.entry.attributes["employeeType"] = {"by hand"};
  const Plan plan = update(current, resource, same);
  const auto& modify = std::get<ModifyEntry>(plan.steps.front());
  BOOST_CHECK(modify.modifications == (std::vector<ldap::Modification>{
                                          {ldap::ModificationType::Replace, "employeeType", {"admin"}}}));
}

BOOST_AUTO_TEST_CASE(who_is_left_without_a_role_loses_the_attribute) {
  const CurrentResource current = ann();
  const Plan plan = update(current, resourceOf(mapping().user, current),
                           RoleChange{"", "admin", "", false, true, false, {}, {}});
  const auto& modify = std::get<ModifyEntry>(plan.steps.front());
  BOOST_CHECK(modify.modifications ==
              (std::vector<ldap::Modification>{{ldap::ModificationType::Replace, "employeeType", {}}}));
}

BOOST_AUTO_TEST_SUITE_END()
