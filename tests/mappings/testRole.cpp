// `role` of [user]: how it is read, written and compared with a schema.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "mappings/SchemaCheck.h"
#include "tests/mappings/Fixture.h"

using namespace scim2ldap;
using namespace scim2ldap::mappings;

namespace {

constexpr const char* kRole =
    "[user.role]\nldap='employeeType'\ngroups={ admin='cn=admins,ou=groups', editor='cn=editors' }\n";

struct Wrong {
  const char* role;
  const char* where;  ///< line:column behind the fixture's nine lines
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const Wrong& c) {
  return out << c.role;
}

const Wrong kWrong[] = {
    {"[user.role]\n", "1:1", "says nothing of what a role becomes"},
    {"[user.role]\ngroups={}\n", "2:8", "\"groups\" is empty"},
    {"[user.role]\nldap='employeeType'\ngroup={}\n", "3:1", "did you mean \"groups\"?"},
    {"[user.role]\nldap='employee type'\n", "2:6", "no name of an LDAP attribute"},
    {"[user.role]\nldap='objectclass'\n", "2:6", "a role is no object class"},
    {"[user.role]\ngroups={ admin='admins' }\n", "2:16", "\"admins\" is no DN"},
    {"[user.role]\ngroups={ admin='cn=a', 'Admin '='cn=b' }\n", "2:24", "has a group already"},
    {"[user.role]\ngroups={ ' '='cn=a' }\n", "2:10", "a role has no name"},
    {"[user.role]\nldap='uid'\n", "1:1", "the rule at line 7 writes it already"},
    {"[user.role]\nldap='pwdAccountLockedTime'\n", "1:1", "marks disabled users"},
    {"[user.password]\nmethod='exop'\n[user.role]\nldap='userPassword'\n", "3:1", "holds passwords"},
    {"[user.role]\nldap='ou'\n[[user.attribute]]\nscim='title'\nldap='OU'\n", "1:1",
     "the rule at line 12 writes it already"},
};

std::vector<ldap::Modification> changed(const ResourceMapping& mapping, const std::string& from,
                                        const std::string& to, const ldap::Attributes& entry) {
  const auto attributes = [&](const std::string& role) {
    WriteInputs write;
    write.role = role;
    return toAttributes(mapping, json(R"({"userName":"a"})"), write, false);
  };
  return modifications(mapping, attributes(from), attributes(to), {ldap::Dn::parse("uid=a"), entry});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Role)

BOOST_AUTO_TEST_CASE(a_role_is_an_attribute_and_a_group) {
  const Mapping mapping =
      under(parseMapping(std::string(kUserSection) + kRole, "test.toml"), ldap::Dn::parse("dc=example"));
  const RoleRule& role = mapping.user.role.value();
  BOOST_TEST(role.ldap == "employeeType");
  BOOST_TEST(role.groupOf("admin")->group.toString() == "cn=admins,ou=groups,dc=example");
  BOOST_TEST(role.groupOf(" Editor")->group.toString() == "cn=editors,dc=example");
  BOOST_TEST(role.groupOf("head") == nullptr);
  BOOST_TEST(role.groupOf("") == nullptr);
}

BOOST_AUTO_TEST_CASE(it_may_be_written_in_one_line) {
  std::string section(kUserSection);
  section.insert(section.find("[user.disable]"), "role = { ldap = 'employeeType' }\n");
  BOOST_TEST(parseMapping(section, "test.toml").user.role->ldap == "employeeType");
  BOOST_TEST(!userWith("").role.has_value());
}

BOOST_DATA_TEST_CASE(says_what_is_wrong_and_where, boost::unit_test::data::make(kWrong), c) {
  try {
    static_cast<void>(userWith(c.role));
    BOOST_ERROR("no problem was found");
  } catch (const FileError& error) {
    BOOST_TEST_REQUIRE(error.problems().size() == 1U, error.what());
    const Problem& problem = error.problems().front();
    const std::string where =
        std::to_string(problem.where.line - 9) + ":" + std::to_string(problem.where.column);
    BOOST_TEST(where == c.where);
    BOOST_TEST(problem.message.find(c.message) != std::string::npos, problem.message);
  }
}

BOOST_AUTO_TEST_CASE(a_new_entry_holds_its_role) {
  WriteInputs write;
  const ResourceMapping mapping = userWith(kRole);
  const scim::Json user = json(R"({"userName":"a","roles":[{"value":"x"}]})");
  BOOST_TEST(!newEntry(mapping, user, write).has("employeeType"));
  write.role = "admin";
  BOOST_TEST(newEntry(mapping, user, write).first("employeeType").value() == "admin");
  BOOST_TEST(!newEntry(userWith("[user.role]\ngroups={a='cn=a'}\n"), user, write).has("employeeType"));
  BOOST_TEST(scimNameOf(mapping, "EMPLOYEETYPE") == "roles");
  const std::vector<std::string> read = attributesToRead(mapping);
  BOOST_TEST((std::find(read.begin(), read.end(), "employeeType") != read.end()));
}

BOOST_AUTO_TEST_CASE(the_attribute_holds_the_role_alone) {
  const ResourceMapping mapping = userWith(kRole);
  using ldap::Modification;
  using ldap::ModificationType;
  BOOST_TEST(changed(mapping, "admin", "admin", {{"employeeType", {"by hand"}}}).empty());
  // What others left there would be a second role.
  BOOST_CHECK((changed(mapping, "", "admin", {{"employeeType", {"by hand"}}}) ==
               std::vector<Modification>{{ModificationType::Replace, "employeeType", {"admin"}}}));
  BOOST_CHECK((changed(mapping, "admin", "", {{"employeeType", {"admin"}}}) ==
               std::vector<Modification>{{ModificationType::Replace, "employeeType", {}}}));
}

BOOST_AUTO_TEST_CASE(the_attribute_is_compared_with_the_schema) {
  const ldap::Subschema schema(ldap::Entry{
      ldap::Dn(),
      {{"attributeTypes",
        {"( 1.1 NAME 'uid' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX "
         "1.3.6.1.4.1.1466.115.121.1.15 )",
         "( 1.2 NAME 'employeeType' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )",
         "( 1.3 NAME 'strange' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )",
         "( 1.4 NAME 'manager' EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12 )",
         "( 1.5 NAME 'modifyTimestamp' SYNTAX 1.3.6.1.4.1.1466.115.121.1.24 NO-USER-MODIFICATION USAGE "
         "directoryOperation )",
         "( 1.12 NAME 'pwdAccountLockedTime' EQUALITY generalizedTimeMatch SYNTAX "
         "1.3.6.1.4.1.1466.115.121.1.24 USAGE directoryOperation )"}},
       {"objectClasses",
        {"( 2.1 NAME 'inetOrgPerson' STRUCTURAL MUST uid MAY ( employeeType $ manager ) )"}}}});
  const auto problemsWith = [&](const std::string& attribute) {
    const Mapping mapping =
        parseMapping(std::string(kUserSection) + "[user.role]\nldap='" + attribute + "'\n", "test.toml");
    std::string text;
    for (const Problem& problem : checkAgainstSchema(mapping, schema)) text += problem.message;
    return text;
  };
  BOOST_TEST(problemsWith("employeeType") == "");
  BOOST_TEST(problemsWith("employeeTyp") ==
             "the directory has no attribute \"employeeTyp\"; did you mean \"employeeType\"?");
  BOOST_TEST(problemsWith("strange").starts_with("no listed object class allows \"strange\" of role"));
  BOOST_TEST(problemsWith("modifyTimestamp").find("set by the directory alone") != std::string::npos);
  BOOST_TEST(problemsWith("manager").find("holds DNs") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
