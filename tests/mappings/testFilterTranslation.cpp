#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "mappings/Translation.h"
#include "scim/Error.h"
#include "tests/mappings/Fixture.h"

using namespace scim2ldap;
using namespace scim2ldap::mappings;

namespace {

const ResourceMapping& mapping() {
  static const ResourceMapping user = userWith(R"([[user.attribute]]
scim = "displayName"
ldap = "displayName"
[[user.attribute]]
scim = "title"
ldap = "title"
convert = "lower"
[[user.attribute]]
scim = "nickName"
[[user.attribute]]
scim = "name.familyName"
ldap = "sn"
[[user.attribute]]
scim = "name.givenName"
ldap = "givenName"
[[user.attribute]]
scim = 'emails[type eq "work"].value'
ldap = "mail"
[[user.attribute]]
scim = 'emails[type eq "home"].value'
ldap = "homeMail"
[[user.attribute]]
scim = 'phoneNumbers[type eq "fax"].value'
ldap = "facsimileTelephoneNumber"
searchable = "presence"
[[user.attribute]]
scim = 'addresses[type eq "work"].locality'
ldap = "l"
[[user.attribute]]
scim = 'addresses[type eq "work"].country'
[[user.attribute]]
scim = "userType"
ldap = "c"
convert = "lookup"
table = "country"
[[user.attribute]]
scim = "locale"
ldap = "co"
convert = "lookup"
table = "country"
otherwise = "XX"
[[user.attribute]]
scim = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"
ldap = "manager"
convert = "reference"
[[user.attribute]]
scim = "urn:corp:2.0:User:remote"
ldap = "remote"
[[user.attribute]]
scim = "urn:corp:2.0:User:since"
ldap = "since"
convert = "time"
[[user.attribute]]
scim = "urn:corp:2.0:User:level"
ldap = "level"
searchable = "equality"
[[extension]]
urn = "urn:corp:2.0:User"
[[extension.attribute]]
name = "remote"
type = "boolean"
[[extension.attribute]]
name = "since"
type = "dateTime"
[[extension.attribute]]
name = "level"
type = "string"
[table.country]
"Czechia" = "CZ"
)");
  return user;
}

struct Case {
  const char* in;
  const char* out;  ///< nullptr: every entry is a candidate
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.in;
}

constexpr const char* kNothing = "(!(objectClass=*))";
const Case kCases[] = {
    {"userName eq \"B*(x)\"", "(uid=B\\2a\\28x\\29)"},
    {R"(urn:ietf:params:scim:schemas:core:2.0:User:userName eq "b")", "(uid=b)"},
    {R"(displayName co "ov")", "(displayName=*ov*)"},
    {R"(displayName sw "No")", "(displayName=No*)"},
    {R"(displayName ew "ak")", "(displayName=*ak)"},
    {R"(displayName sw "")", "(displayName=*)"},
    {R"(displayName sw "B ")", "(displayName=*)"},
    {R"(displayName co "a  b")", "(displayName=*)"},
    {R"(displayName gt "N")", "(displayName=*)"},
    {R"(displayName ne "N")", nullptr},
    {R"(displayName eq null)", nullptr},
    {"displayName pr", "(displayName=*)"},
    {R"(not (displayName eq "N"))", nullptr},
    {R"(title eq "PLANNER")", "(title=planner)"},
    {R"(nickName eq "x")", nullptr},
    {R"(externalId eq "x")", nullptr},
    {R"(id eq "x")", nullptr},
    {R"(name.familyName eq "Novak")", "(sn=Novak)"},
    {"name pr", "(|(sn=*)(givenName=*))"},
    {R"(displayName eq "a" and nickName eq "b")", "(displayName=a)"},
    {R"(displayName eq "a" or nickName eq "b")", nullptr},
    {R"(displayName eq "a" and title eq "b")", "(&(displayName=a)(title=b))"},
    {R"(displayName eq "a" or (title eq "b" and nickName pr))", "(|(displayName=a)(title=b))"},
    {R"(emails.value eq "x")", "(|(mail=x)(homeMail=x))"},
    {R"(emails eq "x")", "(|(mail=x)(homeMail=x))"},
    {R"(emails[type eq "work" and value eq "x"])", "(mail=x)"},
    {R"(emails[type eq "WORK"].value eq "x")", "(mail=x)"},
    {R"(emails[type eq "other" and value eq "x"])", kNothing},
    {R"(emails[type eq "other" or value eq "x"])", "(|(mail=x)(homeMail=x))"},
    {R"(emails[type eq "home"])", "(homeMail=*)"},
    {R"(emails[not (type eq "home")])", "(|(mail=*)(homeMail=*))"},
    {R"(emails[display eq "x"])", "(|(mail=*)(homeMail=*))"},
    {R"(emails[primary eq "True"])", "(|(mail=*)(homeMail=*))"},
    {R"(emails.type eq "work")", "(mail=*)"},
    {"emails pr", "(|(mail=*)(homeMail=*))"},
    {R"(phoneNumbers[type eq "fax" and value eq "1"])", "(facsimileTelephoneNumber=*)"},
    {R"(addresses[type eq "work" and locality eq "Brno"])", "(l=Brno)"},
    {R"(addresses[type eq "work"])", nullptr},
    {R"(addresses.country eq "Czechia")", nullptr},
    {R"(userType eq "czechia")", "(c=CZ)"},
    {R"(userType eq "Norge")", nullptr},
    {"userType pr", nullptr},
    {R"(locale eq "Norge")", "(co=XX)"},
    {R"(locale co "zech")", "(co=*)"},
    {R"(manager eq "id-1")", "(manager=uid=m,ou=people)"},
    {R"(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "id-1")",
     "(manager=uid=m,ou=people)"},
    {R"(manager eq "id-9")", kNothing},
    {R"(id eq "x" and manager eq "id-1")", "(manager=uid=m,ou=people)"},
    {R"(manager.displayName eq "Mia")", "(manager=*)"},
    {"active eq false", "(pwdAccountLockedTime=000001010000Z)"},
    {R"(active eq "False")", "(pwdAccountLockedTime=000001010000Z)"},
    {"active eq true", "(!(pwdAccountLockedTime=000001010000Z))"},
    {"active ne true", "(pwdAccountLockedTime=000001010000Z)"},
    {"not (active eq true)", "(!(!(pwdAccountLockedTime=000001010000Z)))"},
    {R"(not (active eq true and displayName eq "x"))", nullptr},
    {"active pr", nullptr},
    {"urn:corp:2.0:User:remote eq true", "(remote=TRUE)"},
    {R"(urn:corp:2.0:User:remote eq "maybe")", "(remote=*)"},
    {R"(urn:corp:2.0:User:since eq "2026-03-01T10:00:00+01:00")", "(since=20260301090000Z)"},
    {R"(urn:corp:2.0:User:since gt "2026-03-01T10:00:00Z")", "(since=*)"},
    {R"(urn:corp:2.0:User:level eq "x")", "(level=x)"},
    {R"(urn:corp:2.0:User:level co "x")", "(level=*)"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(FilterTranslation)

BOOST_DATA_TEST_CASE(finds_at_least_the_right_entries, boost::unit_test::data::make(kCases), c) {
  const WriteInputs inputs{{{"id-1", "uid=m,ou=people"}}, {}};
  const std::optional<ldap::Filter> filter = translate(mapping(), scim::parseFilter(c.in), inputs);
  std::string text = filter ? ldap::toString(*filter) : "(all)";
  BOOST_TEST(text == (c.out == nullptr ? "(all)" : c.out));
}

BOOST_AUTO_TEST_CASE(an_unmapped_attribute_is_an_invalid_filter) {
  BOOST_CHECK_EXCEPTION((void)translate(mapping(), scim::parseFilter("profileUrl pr"), {}), scim::Error,
                        [](const scim::Error& error) {
                          return error.type() == scim::ScimType::InvalidFilter &&
                                 error.detail().find("\"profileUrl\" is not mapped") != std::string::npos;
                        });
}

BOOST_AUTO_TEST_CASE(names_the_ids_that_have_to_be_resolved) {
  const auto ids = [](const char* filter) { return referencedIds(mapping(), scim::parseFilter(filter)); };
  BOOST_TEST(ids(R"(manager eq "1" or not (manager.value eq "2") or manager eq "1")") ==
                 (std::vector<std::string>{"1", "2"}),
             boost::test_tools::per_element());
  BOOST_TEST(ids(R"(displayName eq "1")").empty());
}

BOOST_AUTO_TEST_CASE(a_move_cannot_be_searched_for) {
  std::string text(kUserSection);
  text.replace(text.find("method = \"ppolicy\""), 18, "method=\"move\"\ncontainer=\"ou=off\"");
  const ResourceMapping user = parseMapping(text, "test.toml").user;
  BOOST_TEST(!translate(user, scim::parseFilter("active eq false"), {}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
