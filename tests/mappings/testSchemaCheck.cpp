#include "mappings/SchemaCheck.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/mappings/Fixture.h"

using namespace scim2ldap;
using namespace scim2ldap::mappings;

namespace {

/// A small directory's schema, in the words of RFC 4512.
const ldap::Subschema& schema() {
  static const ldap::Subschema subschema(ldap::Entry{
      ldap::Dn(),
      {{"attributeTypes",
        {"( 2.5.4.0 NAME 'objectClass' EQUALITY objectIdentifierMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.38 )",
         "( 1.1 NAME 'uid' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX "
         "1.3.6.1.4.1.1466.115.121.1.15 )",
         "( 1.2 NAME ( 'sn' 'surname' ) EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX "
         "1.3.6.1.4.1.1466.115.121.1.15 )",
         "( 1.3 NAME 'single' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX "
         "1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )",
         "( 1.4 NAME 'manager' EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12 )",
         "( 1.5 NAME 'fax' SYNTAX 1.3.6.1.4.1.1466.115.121.1.22 )",
         "( 1.6 NAME 'exact' EQUALITY caseExactMatch SUBSTR caseExactSubstringsMatch SYNTAX "
         "1.3.6.1.4.1.1466.115.121.1.15 )",
         "( 1.7 NAME 'whole' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )",
         "( 1.8 NAME 'flag' EQUALITY booleanMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.7 )",
         "( 1.9 NAME 'since' EQUALITY generalizedTimeMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.24 )",
         "( 1.10 NAME 'entryUUID' EQUALITY uuidMatch SYNTAX 1.3.6.1.1.16.1 NO-USER-MODIFICATION USAGE "
         "directoryOperation )",
         "( 1.11 NAME 'strange' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX "
         "1.3.6.1.4.1.1466.115.121.1.15 )",
         "( 1.12 NAME 'pwdAccountLockedTime' EQUALITY generalizedTimeMatch SYNTAX "
         "1.3.6.1.4.1.1466.115.121.1.24 USAGE directoryOperation )",
         "( 1.13 NAME 'cn' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX "
         "1.3.6.1.4.1.1466.115.121.1.15 )",
         "( 1.14 NAME 'member' EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12 )",
         "( 1.15 NAME 'memberUid' EQUALITY caseExactIA5Match SYNTAX 1.3.6.1.4.1.1466.115.121.1.26 )"}},
       {"objectClasses",
        {"( 2.1 NAME 'top' ABSTRACT MUST objectClass )",
         "( 2.2 NAME 'person' SUP top STRUCTURAL MUST ( uid $ surname ) MAY ( single $ manager $ fax $ exact "
         "$ whole $ flag $ since ) )",
         "( 2.3 NAME 'groupOfNames' SUP top STRUCTURAL MUST ( cn $ member ) )",
         "( 2.4 NAME 'groupOfMembers' SUP top STRUCTURAL MUST cn MAY ( member $ memberUid ) )",
         "( 2.5 NAME 'extra' SUP top AUXILIARY MAY strange )"}}}});
  return subschema;
}

constexpr std::string_view kPerson = R"([user]
container = "ou=people"
objectClass = ["person"]
rdn = "uid"
[user.disable]
method = "ppolicy"
[[user.attribute]]
scim = "userName"
ldap = "uid"
)";
const std::string kSurname = "[[user.attribute]]\nvalue=\"{userName}\"\nldap=\"sn\"\n";
const std::string kGroup =
    "[group]\ncontainer='ou=g'\nobjectClass=['%']\nrdn='cn'\n[[group.attribute]]\n"
    "scim='displayName'\nldap='cn'\n[group.members]\n";

std::string problemsOf(const std::string& text) {
  std::string lines;
  for (const Problem& problem : checkAgainstSchema(parseMapping(text, "m.toml"), schema())) {
    BOOST_TEST_MESSAGE(toString(problem));
    lines += toString(problem) + "\n";
  }
  return lines;
}

struct Case {
  const char* rule;
  const char* message;  ///< "" for none
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.rule;
}
const Case kCases[] = {
    {"scim='title'\nldap='single'", ""},
    {"scim='title'\nldap='singel'",
     "m.toml:13:1: the directory has no attribute \"singel\"; did you mean \"single\"?"},
    {"scim='title'\nldap='zzzzzzzz'", "load the schema that defines it"},
    {"scim='title'\nldap='strange'", "no listed object class allows \"strange\""},
    {"scim='title'\nldap='entryUUID'", "set by the directory alone"},
    {"scim='emails'\nldap='single'", "SINGLE-VALUE"},
    {"scim='title'\nldap='manager'\nsearchable='equality'", "write convert = \"reference\""},
    {"scim='title'\nldap='single'\nconvert='reference'", "take convert = \"reference\" out"},
    {"scim='title'\nldap='since'\nsearchable='equality'", "write convert = \"time\""},
    {"scim='title'\nldap='single'\nconvert='postalAddress'", "take convert = \"postalAddress\" out"},
    {"scim='title'\nldap='flag'\nsearchable='equality'", "holds TRUE or FALSE"},
    {"scim='title'\nldap='flag'\nconvert='boolean'", ""},
    {"scim='title'\nldap='fax'", "no EQUALITY rule"},
    {"scim='title'\nldap='fax'\nsearchable='presence'", ""},
    {"scim='title'\nldap='exact'", "compares \"exact\" with case"},
    {"scim='title'\nldap='exact'\nconvert='lower'", ""},
    {"scim='title'\nldap='whole'", "no SUBSTR rule"},
    {"scim='title'\nldap='whole'\nsearchable='equality'", ""},
    {"ldap='single'\nallocate={counter='cn=c',first=1,last=2}", "does not hold integers"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(SchemaCheck)

BOOST_DATA_TEST_CASE(looks_at_each_rule, boost::unit_test::data::make(kCases), c) {
  const std::string problems =
      problemsOf(std::string(kPerson) + kSurname + "[[user.attribute]]\n" + c.rule + "\n");
  if (*c.message == '\0') {
    BOOST_TEST(problems == "");
  } else {
    BOOST_TEST(problems.find(c.message) != std::string::npos, problems);
  }
}

BOOST_AUTO_TEST_CASE(demands_a_sure_value_for_what_is_required) {
  BOOST_TEST(problemsOf(std::string(kPerson)) ==
             "m.toml:1:1: the object classes require \"sn\", which no rule writes; add one\n");
  const std::string unsure = "[[user.attribute]]\nscim=\"name.familyName\"\nldap=\"surname\"\n";
  BOOST_TEST(problemsOf(std::string(kPerson) + unsure) ==
             "m.toml:10:1: the object classes require \"sn\", and this rule may have no value; add default = "
             "\"{userName}\" or required = true\n");
  BOOST_TEST(problemsOf(std::string(kPerson) + unsure + "default=\"{userName}\"\n") == "");
}

BOOST_AUTO_TEST_CASE(knows_object_classes) {
  std::string text = std::string(kPerson) + kSurname;
  text.replace(text.find("\"person\""), 8, "\"persn\", \"extra\"");
  BOOST_TEST(problemsOf(text).find("no object class \"persn\"; did you mean \"person\"?") !=
             std::string::npos);
  text.replace(text.find("\"persn\", "), 9, "");
  BOOST_TEST(problemsOf(text).find("none of the object classes is structural") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(looks_at_the_members_of_groups) {
  const auto group = [](const std::string& objectClass, const std::string& members) {
    std::string text = kGroup;
    text.replace(text.find('%'), 1, objectClass);
    return problemsOf(std::string(kPerson) + kSurname + text + members);
  };
  // The group's cn may be missing for all the schema knows: displayName is required by SCIM.
  BOOST_TEST(group("groupOfNames", "placeholder='cn=none'\n") == "");
  BOOST_TEST(group("groupOfNames", "").find("an empty group needs a placeholder") != std::string::npos);
  BOOST_TEST(group("groupOfMembers", "") == "");
  BOOST_TEST(group("groupOfMembers", "placeholder='cn=none'\n").find("warning: groups may be empty") !=
             std::string::npos);
  BOOST_TEST(group("groupOfMembers", "attribute='memberUid'\n").find("write value = \"uid\"") !=
             std::string::npos);
  BOOST_TEST(group("groupOfMembers", "attribute='memberUid'\nvalue='uid'\n") == "");
  BOOST_TEST(group("groupOfMembers", "value='uid'\n").find("write value = \"dn\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(looks_for_the_attribute_of_passwords) {
  const auto problems = [](const std::string& keys) {
    return problemsOf(std::string(kPerson) + kSurname + "[user.password]\nmethod='attribute'\n" + keys);
  };
  BOOST_TEST(problems("ldap='userPasswd'\n").find("no attribute \"userPasswd\"") != std::string::npos);
  const std::string notAllowed = "no listed object class allows \"strange\" of [user.password]";
  BOOST_TEST(problems("ldap='strange'\n").find(notAllowed) != std::string::npos);
  BOOST_TEST(problems("ldap='exact'\n") == "");
}

BOOST_AUTO_TEST_CASE(looks_for_the_disable_mark) {
  std::string text = std::string(kPerson) + kSurname;
  text.replace(text.find("method = \"ppolicy\""), 18,
               "method='attribute'\nattribute='nsAccountLock'\ndisabled='TRUE'");
  BOOST_TEST(problemsOf(text).find("no attribute \"nsAccountLock\"") != std::string::npos);
  text.replace(text.find("nsAccountLock"), 13, "strange");
  BOOST_TEST(problemsOf(text).find("no listed object class allows \"strange\" of [user.disable]") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
