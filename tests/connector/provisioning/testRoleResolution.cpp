#include "connector/provisioning/RoleResolution.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "scim/Error.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

/// What the five values of the identity provider are.
RolePolicy tableOfRoles() {
  RolePolicy policy;
  policy.table = {{"administrator", "admin"},
                  {"editors of the web", "editor"},
                  {"\xc5\x99"
                   "editel",
                   "head"},
                  {"guest", ""}};
  policy.defaultRole = "member";
  return policy;
}

RolePolicy listOfRoles() {
  RolePolicy policy;
  policy.allowed = {"Administrator", "content_administrator", "manager", "learner"};
  policy.conflicts = {{{"administrator", "content_administrator"}, "content_administrator"},
                      {{"content_administrator", "learner"}, "learner"}};
  return policy;
}

ResolvedRole resolved(const RolePolicy& policy, const char* roles,
                      const std::optional<std::string>& held = std::nullopt,
                      RolesAre rolesAre = RolesAre::Given) {
  const scim::Json list = scim::parseJson(roles);
  return resolveRole(policy, list.isNull() ? nullptr : &list, held, rolesAre);
}

struct Case {
  const char* name;
  const char* roles;  ///< canonical
  ResolvedRole expected;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

const Case kByTable[] = {
    {"no roles", "null", {"", "member"}},
    {"an empty list", "[]", {"", "member"}},
    {"blanks are no value", R"([{"value":" "},{"display":"x"}])", {"", "member"}},
    {"an exact value", R"([{"value":"administrator"}])", {"administrator", "admin"}},
    {"case and white space at the ends",
     "[{\"value\":\"\xc2\xa0 ADMINistrator\\t\"}]",
     {"\xc2\xa0 ADMINistrator\t", "admin"}},
    {"case beyond ASCII",
     "[{\"value\":\"\xc5\x98"
     "EDITEL\"}]",
     {"\xc5\x98"
      "EDITEL",
      "head"}},
    {"white space within counts",
     R"([{"value":"Editors  of the web"}])",
     {"Editors  of the web", "member", true}},
    {"a part of a value is another value", R"([{"value":"admin"}])", {"admin", "member", true}},
    {"the first",
     R"([{"value":"Editors of the web"},{"value":"administrator"}])",
     {"Editors of the web", "editor"}},
    {"the primary one",
     R"([{"value":"Editors of the web"},{"value":"administrator","primary":true}])",
     {"administrator", "admin"}},
    {"none is primary",
     R"([{"value":"administrator","primary":false},{"value":"guest","primary":false}])",
     {"administrator", "admin"}},
    {"the primary one is unknown, others do not stand in",
     R"([{"value":"administrator"},
      {"value":"chief","primary":true}])",
     {"chief", "member", true}},
    {"a value that gives no role", R"([{"value":"guest"}])", {"guest", ""}},
};

const Case kByList[] = {
    {"no roles, no default", "null", {"", ""}},
    {"as the list spells it", R"([{"value":" ADMINISTRATOR "}])", {" ADMINISTRATOR ", "Administrator"}},
    {"two that nobody has together",
     R"([{"value":"Administrator"},{"value":"Content_Administrator"}])",
     {"Content_Administrator", "content_administrator"}},
    {"the other way round",
     R"([{"value":"content_administrator"},{"value":"administrator"}])",
     {"content_administrator", "content_administrator"}},
    {"the one that goes was primary",
     R"([{"value":"manager"},{"value":"administrator","primary":true},{"value":"content_administrator"}])",
     {"content_administrator", "content_administrator"}},
    {"in the place of the one that goes",
     R"([{"value":"administrator"},{"value":"manager"},{"value":"content_administrator"}])",
     {"content_administrator", "content_administrator"}},
    {"another one is primary",
     R"([{"value":"administrator"},{"value":"content_administrator"},{"value":"manager","primary":true}])",
     {"manager", "manager"}},
    {"half of a rule", R"([{"value":"manager"},{"value":"administrator"}])", {"manager", "manager"}},
    {"a rule on what a rule left",
     R"([{"value":"administrator"},{"value":"content_administrator"},{"value":"learner"}])",
     {"learner", "learner"}},
    {"an unknown value is no part of a rule",
     R"([{"value":"administrators"},
      {"value":"content_administrator"}])",
     {"administrators", "", true}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(RoleResolutionSuite)

BOOST_DATA_TEST_CASE(a_table_says_what_a_value_is, boost::unit_test::data::make(kByTable), c) {
  const ResolvedRole role = resolved(tableOfRoles(), c.roles);
  BOOST_TEST(role.raw == c.expected.raw);
  BOOST_TEST(role.role == c.expected.role);
  BOOST_TEST(role.isUnknown == c.expected.isUnknown);
}

BOOST_DATA_TEST_CASE(a_list_says_which_values_are_roles, boost::unit_test::data::make(kByList), c) {
  const ResolvedRole role = resolved(listOfRoles(), c.roles);
  BOOST_TEST(role.raw == c.expected.raw);
  BOOST_TEST(role.role == c.expected.role);
  BOOST_TEST(role.isUnknown == c.expected.isUnknown);
}

BOOST_AUTO_TEST_CASE(without_table_and_list_every_value_is_a_role) {
  BOOST_CHECK((resolved({}, R"([{"value":" Chief "}])") == ResolvedRole{" Chief ", "Chief"}));
  BOOST_CHECK((resolved({}, "null") == ResolvedRole{}));
}

BOOST_AUTO_TEST_CASE(beside_a_table_the_allowed_roles_count_by_their_own_names) {
  RolePolicy policy = tableOfRoles();
  policy.allowed = {"admin", "editor", "head", "member"};
  BOOST_TEST(resolved(policy, R"([{"value":"Editor"}])").role == "editor");
  BOOST_TEST(resolved(policy, R"([{"value":"administrator"}])").role == "admin");
}

BOOST_AUTO_TEST_CASE(an_unknown_value_is_ignored_where_the_policy_says_so) {
  RolePolicy policy = tableOfRoles();
  policy.unknown = UnknownRole::Ignore;
  const char* chief = R"([{"value":"chief"}])";
  BOOST_TEST(resolved(policy, chief, "editor").role == "editor");
  BOOST_TEST(resolved(policy, chief, "").role.empty());
  // Who is only made has no role to keep.
  BOOST_TEST(resolved(policy, chief).role == "member");
  BOOST_TEST(resolved(policy, chief, "editor").isUnknown);
  BOOST_TEST(resolved(policy, "null", "editor").role == "member");
}

BOOST_AUTO_TEST_CASE(an_unknown_value_is_rejected_where_the_policy_says_so) {
  RolePolicy policy = listOfRoles();
  policy.unknown = UnknownRole::Reject;
  const char* chief = R"([{"value":"chief"}])";
  BOOST_CHECK_EXCEPTION(resolved(policy, chief), scim::Error, [](const scim::Error& error) {
    return error.status() == 400 && error.type() == scim::ScimType::InvalidValue &&
           error.detail() ==
               "roles: \"chief\" is no role of this service; send one of \"Administrator\", "
               "\"content_administrator\", \"manager\", \"learner\"";
  });
  // Kept from before the policy was so strict: it must not keep a leaver from being disabled.
  BOOST_TEST(resolved(policy, chief, "manager", RolesAre::Kept).role == "manager");
}

BOOST_AUTO_TEST_CASE(the_roles_that_a_policy_can_give) {
  using Roles = std::vector<std::string>;
  BOOST_TEST(!possibleRoles({}).has_value());
  BOOST_TEST(possibleRoles(tableOfRoles()).value() == (Roles{"admin", "editor", "head", "member"}),
             boost::test_tools::per_element());
  BOOST_TEST(possibleRoles(listOfRoles()).value() == listOfRoles().allowed, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
