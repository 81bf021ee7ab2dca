// Roles: what the client's values make of a user, in the directory and beside it.

#include <boost/test/unit_test.hpp>

#include "ServiceFixture.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

using Names = std::vector<std::string>;

/// Groups of roles below ou=groups and elsewhere, of several kinds; one that cannot be written.
SlapdOptions withRoleGroups() {
  SlapdOptions options;
  options.databaseLines = "access to dn.base=\"cn=locked,ou=apps,dc=example,dc=com\" by * read\n";
  options.ldif =
      "dn: ou=apps,dc=example,dc=com\nobjectClass: organizationalUnit\n\n"
      "dn: cn=locked,ou=apps,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=x\n\n"
      "dn: cn=editors,ou=apps,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n"
      "dn: cn=writers,ou=apps,dc=example,dc=com\nobjectClass: groupOfUniqueNames\nuniqueMember: cn=x\n\n"
      "dn: cn=admins,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n";
  return options;
}

struct Fixture : ServiceFixture {
  Fixture() : ServiceFixture("", withRoleGroups()) {
    RolePolicy policy;
    policy.table = {{"portal admin", "admin"}, {"portal editor", "editor"}, {"portal writer", "writer"},
                    {"portal chief", "chief"}, {"portal ghost", "ghost"},   {"portal boss", "boss"}};
    policy.defaultRole = "viewer";
    endpoint.roles = policy;
    mappings::RoleRule rule;
    rule.ldap = "employeeType";
    rule.groups = {{"admin", dn("cn=admins,ou=groups"), {}}, {"editor", dn("cn=editors,ou=apps"), {}},
                   {"writer", dn("cn=writers,ou=apps"), {}}, {"chief", dn("cn=locked,ou=apps"), {}},
                   {"ghost", dn("cn=ghosts,ou=apps"), {}},   {"boss", dn("cn=admins,ou=groups"), {}}};
    endpoint.mapping.user.role = rule;
    endpoint.mapping.memberships.rules.push_back(
        {"uniqueMember", mappings::MemberValue::Dn, ldap::Dn::parse("cn=empty-group"), {}});
  }

  [[nodiscard]] static std::string roles(const std::string& value) {
    return R"("roles":[{"value":")" + value + R"("}])";
  }
  [[nodiscard]] static std::string replaceRole(const std::string& value) {
    return R"({"op":"Replace","path":"roles[primary eq \"True\"].value","value":")" + value + "\"}";
  }
  [[nodiscard]] std::string type(const std::string& user) {
    return entry("uid=" + user + ",ou=people").first("employeeType").value_or("");
  }
  [[nodiscard]] bool isMember(const std::string& user, const std::string& group,
                              const std::string& attribute = "member") {
    const std::vector<std::string> members = entry(group).values(attribute);
    return std::count(members.begin(), members.end(), dn("uid=" + user + ",ou=people").toString()) == 1;
  }
  /// Somebody whom no client has made. \returns his id
  [[nodiscard]] std::string addByOthers(const std::string& user, const std::string& role) {
    const ldap::Attributes person{
        {"objectClass", {"inetOrgPerson"}}, {"cn", {"C"}}, {"sn", {"S"}}, {"employeeType", {role}}};
    BOOST_TEST_REQUIRE(directory.add({dn("uid=" + user + ",ou=people"), person}).ok());
    return entry("uid=" + user + ",ou=people").first("entryUUID").value();
  }
  [[nodiscard]] ResourceRow row(const std::string& id) {
    return store->find({endpoint.name, "User", id}).value();
  }
  [[nodiscard]] std::string csn(const std::string& relative) {
    return entry(relative).first("entryCSN").value();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ServiceRoles, Fixture)

BOOST_AUTO_TEST_CASE(a_new_user_has_its_role_in_attribute_group_and_side_table) {
  const std::string id = makeUser("ann", roles(" Portal ADMIN "));
  BOOST_TEST(type("ann") == "admin");
  BOOST_TEST(isMember("ann", "cn=admins,ou=groups"));
  BOOST_TEST(row(id).rawRole == " Portal ADMIN ");
  BOOST_TEST(row(id).role == "admin");
  // What was sent comes back as it was sent.
  BOOST_TEST(get(Kind::User, id).find("roles")->asArray().front().stringAt("value") == " Portal ADMIN ");
}

BOOST_AUTO_TEST_CASE(a_new_user_without_roles_gets_the_default) {
  const std::string id = makeUser("ann");
  BOOST_TEST(type("ann") == "viewer");
  BOOST_TEST(row(id).role == "viewer");
  BOOST_TEST(row(id).rawRole.empty());
  BOOST_TEST(get(Kind::User, id).find("roles") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_change_of_role_moves_the_membership) {
  const std::string id = makeUser("ann", R"("roles":[{"value":"Portal Admin","primary":true}])");
  patch(Kind::User, id, replaceRole("Portal Editor"));
  BOOST_TEST(type("ann") == "editor");
  BOOST_TEST(isMember("ann", "cn=editors,ou=apps"));
  BOOST_TEST(entry("cn=admins,ou=groups").values("member") == Names{"cn=empty-group"},
             boost::test_tools::per_element());
  // A group of another kind lists its members in its own way.
  patch(Kind::User, id, replaceRole("Portal Writer"));
  BOOST_TEST(isMember("ann", "cn=writers,ou=apps", "uniqueMember"));
  BOOST_TEST(!isMember("ann", "cn=editors,ou=apps"));
  patch(Kind::User, id, R"({"op":"Remove","path":"roles"})");
  BOOST_TEST(type("ann") == "viewer");
  BOOST_TEST(!isMember("ann", "cn=writers,ou=apps", "uniqueMember"));
  BOOST_TEST(row(id).role == "viewer");
}

BOOST_AUTO_TEST_CASE(two_roles_of_one_group_leave_the_membership_alone) {
  const std::string id = makeUser("ann", roles("Portal Admin"));
  const std::string before = csn("cn=admins,ou=groups");
  put(Kind::User, id,
      R"({"userName":"ann","displayName":"D","name":{"familyName":"F"},)" + roles("Portal Boss") + "}");
  BOOST_TEST(type("ann") == "boss");
  BOOST_TEST(csn("cn=admins,ou=groups") == before);
}

BOOST_AUTO_TEST_CASE(what_does_not_speak_of_roles_leaves_them) {
  const std::string id = makeUser("ann", roles("Portal Admin"));
  patch(Kind::User, id, R"({"op":"Replace","path":"title","value":"x"})");
  BOOST_TEST(type("ann") == "admin");
  put(Kind::User, id, R"({"userName":"ann","displayName":"E","name":{"familyName":"F"}})");
  BOOST_TEST(type("ann") == "admin");
  BOOST_TEST(isMember("ann", "cn=admins,ou=groups"));
  BOOST_TEST(get(Kind::User, id).find("roles")->asArray().size() == 1U);
  BOOST_TEST(entry("uid=ann,ou=people").first("displayName").value() == "E");
}

BOOST_AUTO_TEST_CASE(a_put_of_no_roles_gives_the_default) {
  for (const char* none : {"[]", "null"}) {
    const std::string name = std::string(none) == "[]" ? "ann" : "bob";
    const std::string id = makeUser(name, roles("Portal Admin"));
    put(Kind::User, id,
        R"({"userName":")" + name + R"(","displayName":"D","name":{"familyName":"F"},"roles":)" + none + "}");
    BOOST_TEST(type(name) == "viewer");
    BOOST_TEST(!isMember(name, "cn=admins,ou=groups"));
    BOOST_TEST(get(Kind::User, id).find("roles") == nullptr);
  }
}

BOOST_AUTO_TEST_CASE(by_the_rfc_a_put_without_roles_gives_the_default) {
  const std::string id = makeUser("ann", roles("Portal Admin"));
  endpoint.dialect = scim::Dialect::Rfc;
  put(Kind::User, id,
      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann","displayName":"D",)"
      R"("name":{"familyName":"F"}})");
  BOOST_TEST(type("ann") == "viewer");
  BOOST_TEST(!isMember("ann", "cn=admins,ou=groups"));
}

BOOST_AUTO_TEST_CASE(who_was_there_before_keeps_his_role_until_a_client_gives_him_one) {
  for (const UnknownRole unknown : {UnknownRole::Default, UnknownRole::Ignore}) {
    endpoint.roles->unknown = unknown;
    const std::string name = unknown == UnknownRole::Default ? "ann" : "bob";
    const std::string id = addByOthers(name, "boss");
    patch(Kind::User, id, R"({"op":"Replace","path":"title","value":"x"})");
    BOOST_TEST(type(name) == "boss");
    // By now there is a row.
    BOOST_TEST((row(id).origin == Origin::Adopted));
    BOOST_TEST(row(id).role.empty());
    patch(Kind::User, id, R"({"op":"Replace","path":"title","value":"y"})");
    put(Kind::User, id, R"({"userName":")" + name + R"(","displayName":"E","name":{"familyName":"F"}})");
    BOOST_TEST(type(name) == "boss");
    BOOST_TEST(service.roleDifferences({id}).empty());
    BOOST_TEST(service.resolveRole(request(), id).empty());
    BOOST_TEST(type(name) == "boss");
    patch(Kind::User, id, replaceRole("Portal Editor"));
    BOOST_TEST(entry("uid=" + name + ",ou=people").values("employeeType") == Names{"editor"},
               boost::test_tools::per_element());
    BOOST_TEST(isMember(name, "cn=editors,ou=apps"));
    patch(Kind::User, id, R"({"op":"Remove","path":"roles"})");
    BOOST_TEST(type(name) == "viewer");
  }
}

BOOST_AUTO_TEST_CASE(who_was_there_before_keeps_his_role_for_a_value_that_is_ignored) {
  endpoint.roles->unknown = UnknownRole::Ignore;
  const std::string id = addByOthers("ann", "boss");
  patch(Kind::User, id, replaceRole("Chef"));
  patch(Kind::User, id, R"({"op":"Replace","path":"title","value":"x"})");
  BOOST_TEST(type("ann") == "boss");
  // Roles that were given before there was a policy follow it.
  endpoint.roles.reset();
  const std::string bob = addByOthers("bob", "boss");
  patch(Kind::User, bob, replaceRole("Portal Admin"));
  BOOST_TEST(type("bob") == "boss");
  endpoint.roles.emplace().table = {{"portal admin", "admin"}};
  patch(Kind::User, bob, R"({"op":"Replace","path":"title","value":"x"})");
  BOOST_TEST(type("bob") == "admin");
}

BOOST_AUTO_TEST_CASE(a_default_that_has_no_group_keeps_nobody_from_being_made) {
  // One group is not there, the other one cannot be written.
  for (const char* group : {"cn=ghosts,ou=apps", "cn=locked,ou=apps"}) {
    endpoint.mapping.user.role->groups.resize(6);
    endpoint.mapping.user.role->groups.push_back({"viewer", dn(group), {}});
    const std::string name = std::string(group).substr(3, 5);
    const std::string id = makeUser(name, R"("title":"x")");
    BOOST_TEST(type(name).empty());
    BOOST_TEST(row(id).role.empty());
    // A request that gives roles is refused with them, also where they come to the default.
    BOOST_TEST(refusalOf([&] { return makeUser("other", roles("Chef")); }).status() == 500);
    BOOST_TEST(!exists("uid=other,ou=people"));
    // The role comes once the group is there.
    endpoint.mapping.user.role->groups.back().group = dn("cn=editors,ou=apps");
    BOOST_TEST(service.roleDifferences({id}).size() == 1U);
    BOOST_TEST(service.resolveRole(request(), id) == "viewer");
    BOOST_TEST(type(name) == "viewer");
    BOOST_TEST(isMember(name, "cn=editors,ou=apps"));
  }
}

BOOST_AUTO_TEST_CASE(one_app_role_that_is_added_takes_the_place_of_the_old_one) {
  const auto document = [](const std::string& value) {
    return R"({"value":"{\"id\":\"7e1d\",\"value\":\")" + value + R"(\"}"})";
  };
  const auto add = [](const std::string& values) {
    return R"({"op":"Add","path":"roles","value":[)" + values + "]}";
  };
  const std::string id = makeUser("ann", roles("Portal Editor"));
  patch(Kind::User, id, add(document("Portal Admin")));
  BOOST_TEST(type("ann") == "admin");
  BOOST_TEST(isMember("ann", "cn=admins,ou=groups"));
  BOOST_TEST(!isMember("ann", "cn=editors,ou=apps"));
  patch(Kind::User, id, add(document("Portal Editor")));
  BOOST_TEST(type("ann") == "editor");
  BOOST_TEST(isMember("ann", "cn=editors,ou=apps"));
  // Several gather.
  const std::string bob = makeUser("bob", roles("Portal Editor"));
  patch(Kind::User, bob, add(document("Portal Admin") + "," + document("Portal Writer")));
  BOOST_TEST(type("bob") == "editor");
  BOOST_TEST(get(Kind::User, bob).find("roles")->asArray().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_new_table_takes_effect_with_the_next_write_that_changes_something) {
  const std::string id = makeUser("ann", roles("Portal Admin"));
  endpoint.roles->table["portal admin"] = "editor";
  const std::string before = csn("uid=ann,ou=people");
  patch(Kind::User, id, R"({"op":"Replace","path":"displayName","value":"D"})");
  BOOST_TEST(csn("uid=ann,ou=people") == before);
  BOOST_TEST(row(id).role == "admin");
  patch(Kind::User, id, R"({"op":"Replace","path":"displayName","value":"Other"})");
  BOOST_TEST(type("ann") == "editor");
  BOOST_TEST(isMember("ann", "cn=editors,ou=apps"));
  BOOST_TEST(!isMember("ann", "cn=admins,ou=groups"));
}

BOOST_AUTO_TEST_CASE(users_whose_role_is_another_by_now_are_found_and_brought_into_line) {
  const std::string ann = makeUser("ann", roles("Portal Admin"));
  const std::string bob = makeUser("bob", roles("Portal Editor"));
  const ldap::Attributes person{{"objectClass", {"inetOrgPerson"}}, {"cn", {"C"}}, {"sn", {"S"}}};
  BOOST_TEST_REQUIRE(directory.add({dn("uid=other,ou=people"), person}).ok());
  const std::string other = entry("uid=other,ou=people").first("entryUUID").value();
  BOOST_TEST(service.roleDifferences({ann, bob, other}).empty());
  endpoint.roles->table["portal admin"] = "writer";
  const auto differences = service.roleDifferences({ann, bob, other});
  BOOST_TEST_REQUIRE(differences.size() == 1U);
  BOOST_TEST(differences.front().id == ann);
  BOOST_TEST(differences.front().userName == "ann");
  BOOST_TEST(differences.front().before == "admin");
  BOOST_TEST(differences.front().after == "writer");
  BOOST_TEST(type("ann") == "admin");
  BOOST_TEST(service.resolveRole(request(), ann) == "writer");
  BOOST_TEST(type("ann") == "writer");
  BOOST_TEST(isMember("ann", "cn=writers,ou=apps", "uniqueMember"));
  BOOST_TEST(service.roleDifferences({ann, bob, other}).empty());
}

BOOST_AUTO_TEST_CASE(a_role_that_the_directory_does_not_show_is_set_anew) {
  const std::string ann = makeUser("ann", roles("Portal Admin"));
  const std::string bob = makeUser("bob", roles("Portal Admin"));
  const std::string name = dn("uid=ann,ou=people").toString();
  BOOST_TEST_REQUIRE(
      directory.modify(dn("cn=admins,ou=groups"), {{ldap::ModificationType::Delete, "member", {name}}}).ok());
  BOOST_TEST_REQUIRE(
      directory.modify(dn("uid=bob,ou=people"), {{ldap::ModificationType::Add, "employeeType", {"boss"}}})
          .ok());
  BOOST_TEST(service.roleDifferences({ann, bob}).size() == 2U);
  // Nothing but the wish for it does so.
  patch(Kind::User, ann, R"({"op":"Replace","path":"title","value":"x"})");
  BOOST_TEST(!isMember("ann", "cn=admins,ou=groups"));
  for (const std::string& id : {ann, bob}) BOOST_TEST(service.resolveRole(request(), id) == "admin");
  BOOST_TEST(isMember("ann", "cn=admins,ou=groups"));
  BOOST_TEST(entry("uid=bob,ou=people").values("employeeType") == Names{"admin"},
             boost::test_tools::per_element());
  BOOST_TEST(service.roleDifferences({ann, bob}).empty());
  const std::string before = csn("uid=ann,ou=people") + csn("cn=admins,ou=groups");
  BOOST_TEST(service.resolveRole(request(), ann) == "admin");
  BOOST_TEST(csn("uid=ann,ou=people") + csn("cn=admins,ou=groups") == before);
}

BOOST_AUTO_TEST_CASE(who_cannot_leave_the_old_group_keeps_everything) {
  const std::string id = makeUser("ann", R"("roles":[{"value":"Portal Admin","primary":true}])");
  ldap::DirectorySettings settings = slapd.settings();
  settings.bindDn = slapd.adminDn();
  settings.bindPassword = slapd.adminPassword();
  const std::string name = dn("uid=ann,ou=people").toString();
  BOOST_TEST_REQUIRE(ldap::Directory(settings)
                         .modify(dn("cn=locked,ou=apps"), {{ldap::ModificationType::Add, "member", {name}}})
                         .ok());
  endpoint.mapping.user.role->groups[0].group = dn("cn=locked,ou=apps");
  const scim::Error error = refusalOf([&] { return patch(Kind::User, id, replaceRole("Portal Editor")); });
  BOOST_TEST(error.status() == 500);
  BOOST_TEST(error.detail().find("the role \"admin\" is kept in the group cn=locked") != std::string::npos,
             error.detail());
  BOOST_TEST(type("ann") == "admin");
  BOOST_TEST(!isMember("ann", "cn=editors,ou=apps"));
  BOOST_TEST(isMember("ann", "cn=locked,ou=apps"));
  BOOST_TEST(row(id).role == "admin");
}

BOOST_AUTO_TEST_CASE(a_group_that_is_not_there_refuses_the_request_as_a_whole) {
  const scim::Error made = refusalOf([&] { return makeUser("ann", roles("Portal Ghost")); });
  BOOST_TEST(made.status() == 500);
  BOOST_TEST(
      made.detail().find("the role \"ghost\" is kept in the group cn=ghosts,ou=apps,dc=example,dc=com, "
                         "which does not exist") != std::string::npos,
      made.detail());
  BOOST_TEST(!exists("uid=ann,ou=people"));
  const std::string bob = makeUser("bob", roles("Portal Admin"));
  const scim::Error changed = refusalOf([&] {
    return patch(Kind::User, bob,
                 replaceRole("Portal Ghost") + R"(,{"op":"Replace","path":"title","value":"x"})");
  });
  BOOST_TEST(changed.status() == 500);
  BOOST_TEST(type("bob") == "admin");
  BOOST_TEST(isMember("bob", "cn=admins,ou=groups"));
  BOOST_TEST(!entry("uid=bob,ou=people").has("title"));
}

BOOST_AUTO_TEST_CASE(a_group_that_cannot_be_written_leaves_nothing_half_done) {
  const scim::Error made = refusalOf([&] { return makeUser("ann", roles("Portal Chief")); });
  BOOST_TEST(made.status() == 500);
  BOOST_TEST(made.detail().find("cn=locked,ou=apps") != std::string::npos, made.detail());
  BOOST_TEST(made.detail().find("etc/ldap/README.md") != std::string::npos, made.detail());
  BOOST_TEST(!exists("uid=ann,ou=people"));
  const std::string bob = makeUser("bob", R"("roles":[{"value":"Portal Admin","primary":true}])");
  BOOST_TEST(refusalOf([&] { return patch(Kind::User, bob, replaceRole("Portal Chief")); }).status() == 500);
  BOOST_TEST(type("bob") == "admin");
  BOOST_TEST(isMember("bob", "cn=admins,ou=groups"));
  BOOST_TEST(row(bob).role == "admin");
}

BOOST_AUTO_TEST_CASE(a_leaver_is_locked_out_whatever_became_of_the_roles) {
  const std::string id = makeUser("ann", roles("Portal Admin"));
  for (const char* role : {"ghost", "chief"}) {
    endpoint.roles->table["portal admin"] = role;
    patch(Kind::User, id, R"({"op":"Replace","path":"active","value":false})");
    BOOST_TEST(entry("uid=ann,ou=people").has("pwdAccountLockedTime"));
    BOOST_TEST(type("ann") == "admin");
    BOOST_TEST(isMember("ann", "cn=admins,ou=groups"));
    // Who is asked to give the role tells that he cannot.
    BOOST_TEST(refusalOf([&] { return service.resolveRole(request(), id); }).status() == 500);
    patch(Kind::User, id, R"({"op":"Replace","path":"active","value":true})");
  }
  endpoint.roles->table.clear();
  endpoint.roles->allowed = {"nobody"};
  endpoint.roles->unknown = UnknownRole::Reject;
  patch(Kind::User, id, R"({"op":"Replace","path":"active","value":false})");
  BOOST_TEST(entry("uid=ann,ou=people").has("pwdAccountLockedTime"));
  // The same in one PATCH with a role that is refused.
  const std::string bob = makeUser("bob", roles("nobody"));
  BOOST_TEST(refusalOf([&] {
               return patch(Kind::User, bob,
                            replaceRole("x") + R"(,{"op":"Replace","path":"active","value":false})");
             }).status() == 400);
  BOOST_TEST(entry("uid=bob,ou=people").has("pwdAccountLockedTime"));
}

BOOST_AUTO_TEST_CASE(a_role_that_is_rejected_changes_nothing) {
  endpoint.roles->unknown = UnknownRole::Reject;
  const scim::Error made = refusalOf([&] { return makeUser("ann", roles("Chef")); });
  BOOST_TEST(made.status() == 400);
  BOOST_TEST((made.type() == scim::ScimType::InvalidValue));
  BOOST_TEST(!exists("uid=ann,ou=people"));
  const std::string id = makeUser("ann", roles("Portal Admin"));
  BOOST_TEST(refusalOf([&] { return patch(Kind::User, id, replaceRole("Chef")); }).status() == 400);
  BOOST_TEST(type("ann") == "admin");
  BOOST_TEST(get(Kind::User, id).find("roles")->asArray().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_role_that_is_ignored_is_read_back_and_means_nothing) {
  endpoint.roles->unknown = UnknownRole::Ignore;
  const std::string id = makeUser("ann", R"("roles":[{"value":"Portal Admin","primary":true}])");
  patch(Kind::User, id, replaceRole("Chef"));
  BOOST_TEST(type("ann") == "admin");
  BOOST_TEST(isMember("ann", "cn=admins,ou=groups"));
  BOOST_TEST(row(id).rawRole == "Chef");
  BOOST_TEST(get(Kind::User, id).find("roles")->asArray().front().stringAt("value") == "Chef");
  BOOST_TEST(type("ann") == "admin");
}

BOOST_AUTO_TEST_CASE(a_rename_and_a_change_of_role_in_one_request) {
  const std::string id = makeUser("ann", R"("roles":[{"value":"Portal Admin","primary":true}])");
  patch(Kind::User, id,
        replaceRole("Portal Editor") + R"(,{"op":"Replace","path":"userName","value":"eve"})");
  BOOST_TEST(isMember("eve", "cn=editors,ou=apps"));
  BOOST_TEST(!isMember("eve", "cn=admins,ou=groups"));
  BOOST_TEST(!isMember("ann", "cn=admins,ou=groups"));
  patch(Kind::User, id, R"({"op":"Replace","path":"userName","value":"zoe"})");
  BOOST_TEST(isMember("zoe", "cn=editors,ou=apps"));
  service.remove(Kind::User, request(), id);
  BOOST_TEST(!isMember("zoe", "cn=editors,ou=apps"));
}

BOOST_AUTO_TEST_CASE(who_was_in_the_group_before_stays_there_when_the_rest_is_refused) {
  const std::string id = makeUser("ann");
  const std::string name = dn("uid=ann,ou=people").toString();
  const ldap::Modification add{ldap::ModificationType::Add, "member", {name}};
  BOOST_TEST_REQUIRE(directory.modify(dn("cn=admins,ou=groups"), {add}).ok());
  endpoint.mapping.user.role->groups[0].group = dn("cn=admins,ou=groups");
  const std::string before = csn("cn=admins,ou=groups");
  patch(Kind::User, id, replaceRole("Portal Admin"));
  BOOST_TEST(csn("cn=admins,ou=groups") == before);
  BOOST_TEST(type("ann") == "admin");
}

BOOST_AUTO_TEST_CASE(a_group_that_has_gone_is_left_without_a_word) {
  const std::string id = makeUser("ann", R"("roles":[{"value":"Portal Editor","primary":true}])");
  BOOST_TEST_REQUIRE(directory.remove(dn("cn=editors,ou=apps")).ok());
  patch(Kind::User, id, replaceRole("Portal Admin"));
  BOOST_TEST(isMember("ann", "cn=admins,ou=groups"));
}

BOOST_AUTO_TEST_CASE(a_group_that_goes_between_reading_and_writing_refuses_the_request) {
  sink.beforeNextPlan = [&] { BOOST_TEST_REQUIRE(directory.remove(dn("cn=editors,ou=apps")).ok()); };
  const scim::Error made = refusalOf([&] { return makeUser("ann", roles("Portal Editor")); });
  BOOST_TEST(made.status() == 500);
  BOOST_TEST(made.detail().find("cn=editors,ou=apps") != std::string::npos, made.detail());
  BOOST_TEST(!exists("uid=ann,ou=people"));
}

BOOST_AUTO_TEST_CASE(without_a_policy_roles_mean_nothing) {
  endpoint.roles.reset();
  const std::string id = makeUser("ann", roles("Portal Admin"));
  BOOST_TEST(type("ann").empty());
  BOOST_TEST(!isMember("ann", "cn=admins,ou=groups"));
  BOOST_TEST(row(id).role.empty());
  BOOST_TEST(service.roleDifferences({id}).empty());
  // Once there is one, it takes effect with the next write.
  endpoint.roles.emplace().table = {{"portal admin", "admin"}};
  patch(Kind::User, id, R"({"op":"Replace","path":"title","value":"x"})");
  BOOST_TEST(type("ann") == "admin");
  BOOST_TEST(isMember("ann", "cn=admins,ou=groups"));
}

BOOST_AUTO_TEST_SUITE_END()
