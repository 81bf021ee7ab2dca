#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "mappings/Translation.h"
#include "tests/mappings/Fixture.h"

using namespace scim2ldap;
using namespace scim2ldap::mappings;
using Attributes = ldap::Attributes;

namespace {

const ResourceMapping& mapping() {
  static const ResourceMapping user = userWith(R"([[user.attribute]]
scim = "title"
ldap = "title"
[[user.attribute]]
scim = "emails"
ldap = "mail"
[[user.attribute]]
scim = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"
ldap = "manager"
convert = "reference"
[[user.attribute]]
scim = "nickName"
ldap = "uidNumber"
allocate = { counter = "cn=c", first = 1, last = 9 }
[[user.attribute]]
scim = "userType"
ldap = "c"
convert = "lookup"
table = "country"
[table.country]
"Czechia" = "CZ"
)");
  return user;
}

std::string printed(const std::vector<ldap::Modification>& modifications) {
  static const char* const kNames[] = {"add", "delete", "replace", "increment"};
  std::string text;
  for (const ldap::Modification& modification : modifications) {
    text += (text.empty() ? "" : "; ") + std::string(kNames[static_cast<int>(modification.type)]) + " " +
            modification.attribute;
    for (const std::string& value : modification.values) text += " " + value;
  }
  return text;
}

struct Case {
  const char* name;
  Attributes before;
  Attributes after;
  Attributes current;
  const char* out;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}
const Case kCases[] = {
    {"nothing changed", {{"title", {"a"}}}, {{"title", {"a"}}}, {{"title", {"b"}}}, ""},
    {"set", {}, {{"title", {"a"}}}, {}, "replace title a"},
    {"changed", {{"title", {"a"}}}, {{"title", {"b"}}}, {{"title", {"a"}}}, "replace title b"},
    {"changed in case", {{"title", {"a"}}}, {{"title", {"A"}}}, {{"title", {"a"}}}, "replace title A"},
    {"removed", {{"title", {"a"}}}, {}, {{"title", {"a"}}}, "replace title"},
    {"already as wanted", {{"title", {"a"}}}, {{"title", {"b"}}}, {{"title", {"b"}}}, ""},
    {"already gone", {{"title", {"a"}}}, {}, {}, ""},
    {"unaccounted value stays",
     {{"title", {"a"}}},
     {{"title", {"b"}}},
     {{"title", {"a", "x"}}},
     "delete title a; add title b"},
    {"unaccounted value stays on removal", {{"title", {"a"}}}, {}, {{"title", {"a", "x"}}}, "delete title a"},
    {"case of one of several",
     {{"title", {"a"}}},
     {{"title", {"A"}}},
     {{"title", {"a", "x"}}},
     "delete title a; add title A"},
    {"unaccounted value in other case",
     {},
     {{"title", {"A"}}},
     {{"title", {"a", "x"}}},
     "delete title a; add title A"},
    {"one more of several",
     {{"mail", {"1", "2"}}},
     {{"mail", {"1", "2", "3"}}},
     {{"mail", {"1", "2", "x"}}},
     "add mail 3"},
    {"the naming attribute is left to a rename", {{"uid", {"a"}}}, {{"uid", {"b"}}}, {{"uid", {"a"}}}, ""},
    {"lock",
     {},
     {{"pwdAccountLockedTime", {"000001010000Z"}}},
     {{"pwdAccountLockedTime", {"20260101000000Z"}}},
     "replace pwdAccountLockedTime 000001010000Z"},
    {"unlock",
     {{"pwdAccountLockedTime", {"000001010000Z"}}},
     {},
     {{"pwdAccountLockedTime", {"000001010000Z"}}},
     "replace pwdAccountLockedTime"},
    {"a reference printed in another way",
     {{"manager", {"uid=a,ou=p"}}},
     {},
     {{"manager", {"UID=A, OU=p"}}},
     "replace manager"},
    {"a reference to somewhere else goes",
     {},
     {{"manager", {"uid=a,ou=p"}}},
     {{"manager", {"cn=boss"}}},
     "replace manager uid=a,ou=p"},
    {"a value outside of the table goes", {}, {{"c", {"CZ"}}}, {{"c", {"DE"}}}, "replace c CZ"},
    {"a number stays", {{"uidNumber", {"7"}}}, {}, {{"uidNumber", {"7"}}}, ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(Modifications)

BOOST_DATA_TEST_CASE(take_the_entry_from_before_to_after, boost::unit_test::data::make(kCases), c) {
  BOOST_TEST(printed(modifications(mapping(), c.before, c.after, {ldap::Dn(), c.current})) == c.out);
}

BOOST_AUTO_TEST_SUITE_END()
