#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/FilterMatch.h"

using namespace scim2ldap::scim;

namespace {

/// The user type with attributes of the types that the standard schemas lack.
ResourceType richType() {
  ResourceType type = userType();
  Schema schema{"urn:acme:2.0:User", "Acme", "", {}};
  schema.attributes.push_back({.name = "rank", .type = Type::Integer});
  schema.attributes.push_back({.name = "score", .type = Type::Decimal});
  schema.attributes.push_back({.name = "hired", .type = Type::DateTime});
  schema.attributes.push_back({.name = "skills", .multiValued = true});
  schema.attributes.push_back({.name = "key", .type = Type::Binary, .caseExact = true});
  type.extensions.push_back(schema);
  return type;
}

const Json& user() {
  static const Json json = parseJson(R"({
    "id": "2819c223", "externalId": "BNovak", "userName": "B.Novák@corp.example", "displayName": "Bára Nováková",
    "active": true, "title": "",
    "meta": {"resourceType": "User", "created": "2010-01-23T04:56:22Z", "lastModified": "2011-05-13T04:42:34Z"},
    "name": {"familyName": "Nováková"},
    "emails": [{"type": "work", "value": "b@corp.example", "primary": true},
               {"type": "home", "value": "bara@home.example"}],
    "roles": [{"value": "Editor", "primary": false}],
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
        {"employeeNumber": "70112", "department": "Logistics", "manager": {"value": "m-1"}},
    "urn:acme:2.0:User": {"rank": 10, "score": 2.5, "hired": "2020-02-01T00:00:00+02:00", "skills": ["C", "Go"],
                          "key": "QUJD"}})");
  return json;
}

struct Case {
  const char* filter;
  bool matches;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.filter;
}
const Case kCases[] = {
    // strings by caseExact
    {R"(userName eq "b.novák@CORP.example")", true},
    {R"(USERNAME eq "B.NOVÁK@corp.example")", true},
    {R"(userName eq "b.novak@corp.example")", false},
    {R"(externalId eq "BNovak")", true},
    {R"(externalId eq "bnovak")", false},
    {R"(id eq "2819c223")", true},
    {R"(id eq "2819C223")", false},
    {R"(id eq 2819c223 and manager eq m-1)", true},
    {R"(userName co "NOVÁK")", true},
    {R"(userName sw "b.")", true},
    {R"(userName ew ".EXAMPLE")", true},
    {R"(userName ew "b.")", false},
    {R"(displayName gt "bara")", true},
    {R"(displayName lt "bara")", false},
    {R"(displayName ge "bára nováková" and displayName le "BÁRA NOVÁKOVÁ")", true},
    {R"(urn:ietf:params:scim:schemas:core:2.0:User:userName sw "B")", true},
    // presence
    {"userName pr", true},
    {"title pr", false},
    {"nickName pr", false},
    {"name pr", true},
    {"name.familyName pr", true},
    {"name.givenName pr", false},
    {"emails.type pr", true},
    {"emails.display pr", false},
    {"active pr", true},
    // not assigned
    {"nickName eq null", true},
    {"userName eq null", false},
    {"userName ne null", true},
    {R"(nickName ne "x")", true},
    {R"(nickName eq "")", false},
    {R"(nickName gt "a")", false},
    // ne
    {R"(userName ne "b.novák@corp.example")", false},
    {R"(userName ne "other")", true},
    {R"(emails.value ne "b@corp.example")", true},
    {R"(roles.value ne "editor")", false},
    // booleans, also as strings
    {"active eq true", true},
    {R"(active eq "True")", true},
    {R"(active eq "false")", false},
    {"active ne false", true},
    // times
    {R"(meta.lastModified gt "2011-05-13T04:42:33Z")", true},
    {R"(meta.lastModified eq "2011-05-13T06:42:34+02:00")", true},
    {R"(meta.lastModified ge "2011-05-13T06:42:34.5+02:00")", false},
    {R"(meta.created lt "2010-01-23T05:00:00+00:00")", true},
    {R"(meta.created sw "2010-01")", true},
    {R"(urn:acme:2.0:User:hired eq "2020-01-31T22:00:00Z")", true},
    // numbers
    {"urn:acme:2.0:User:rank gt 9", true},
    {"urn:acme:2.0:User:rank eq 10.0", true},
    {R"(urn:acme:2.0:User:rank lt "9")", false},
    {"urn:acme:2.0:User:score le 2.5", true},
    {"urn:acme:2.0:User:score gt 3", false},
    // lists
    {R"(emails co "home")", true},
    {R"(emails eq "B@CORP.EXAMPLE")", true},
    {R"(emails.type eq "home")", true},
    {R"(urn:acme:2.0:User:skills eq "go")", true},
    {R"(urn:acme:2.0:User:skills eq "java")", false},
    {R"(urn:acme:2.0:User:skills[value eq "go"])", true},
    {R"(urn:acme:2.0:User:key eq "QUJD")", true},
    {R"(urn:acme:2.0:User:key eq "qujd")", false},
    // value paths hold for one and the same element
    {R"(emails[type eq "work" and value eq "b@corp.example"])", true},
    {R"(emails[type eq "home" and value eq "b@corp.example"])", false},
    {R"(emails[type eq "work"].value eq "B@corp.example")", true},
    {R"(emails[type eq "work"] eq "bara@home.example")", false},
    {R"(emails[not (type eq "work")])", true},
    {R"(emails[primary eq "True"])", true},
    {R"(emails[primary eq false and type eq "home"])", true},
    {R"(emails[primary eq false and type eq "work"])", false},
    {R"(phoneNumbers[not (type eq "work")])", false},
    {R"(phoneNumbers[type ne "work"])", false},
    // extensions
    {R"(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "logistics")", true},
    {R"(URN:IETF:params:scim:schemas:extension:enterprise:2.0:user:DEPARTMENT eq "logistics")", true},
    {R"(department eq "logistics")", true},
    {"employeeNumber eq 70112", true},
    {R"(manager.value eq "m-1")", true},
    {R"(manager eq "m-2")", false},
    // combinations
    {R"(userName sw "x" or department eq "logistics" and active eq true)", true},
    {R"((userName sw "x" or active eq true) and active eq false)", false},
    {R"(not (userName sw "x"))", true},
};

struct Fault {
  const char* filter;
  const char* name;  ///< what the detail has to say
};
std::ostream& operator<<(std::ostream& out, const Fault& c) {
  return out << c.filter;
}
const Fault kFaults[] = {
    {R"(shoeSize eq "9")", "\"shoeSize\""},
    {R"(name.shoeSize eq "9")", "\"name.shoeSize\""},
    {R"(urn:nobody:2.0:User:a eq "9")", "\"urn:nobody:2.0:User:a\""},
    {R"(userName eq "none" and shoeSize pr)", "\"shoeSize\""},
    {R"(userName sw "b" or shoeSize pr)", "\"shoeSize\""},
    {R"(emails[shoeSize eq "9"])", "\"shoeSize\""},
    {R"(ims[shoeSize eq "9"])", "\"shoeSize\""},
    {"active gt true", "\"active\""},
    {R"(urn:acme:2.0:User:key gt "Q")", "\"urn:acme:2.0:User:key\""},
    {R"(active co "tr")", "\"active\""},
    {R"(active eq "maybe")", "\"active\""},
    {"userName eq true", "\"userName\""},
    {"userName gt null", "\"userName\""},
    {R"(meta.created gt "yesterday")", "\"meta.created\""},
    {R"(urn:acme:2.0:User:rank eq "ten")", "\"urn:acme:2.0:User:rank\""},
    {R"(name eq "Bara")", "\"name\""},
    {R"(password sw "a")", "\"password\""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(FilterMatchSuite)

BOOST_DATA_TEST_CASE(decides, boost::unit_test::data::make(kCases)) {
  BOOST_TEST(matches(richType(), user(), parseFilter(sample.filter)) == sample.matches);
}

BOOST_DATA_TEST_CASE(refuses_what_does_not_fit_the_type, boost::unit_test::data::make(kFaults)) {
  const Filter filter = parseFilter(sample.filter);
  const ResourceType type = richType();
  for (const auto& error : {errorOf([&] { static_cast<void>(matches(type, user(), filter)); }),
                            errorOf([&] { checkFilter(type, filter); })}) {
    BOOST_TEST(error.starts_with("invalidFilter: "), error);
    BOOST_TEST(error.find(sample.name) != std::string::npos, error);
  }
}

BOOST_AUTO_TEST_CASE(checks_a_good_filter_without_a_resource) {
  BOOST_CHECK_NO_THROW(checkFilter(richType(), parseFilter(R"(emails[type eq "work"] and meta.created pr)")));
}

BOOST_AUTO_TEST_CASE(decides_about_one_element) {
  const Attribute& emails = *userSchema().find("emails");
  const Json element = parseJson(R"({"type":"work","value":"a@b"})");
  BOOST_TEST(matchesElement(emails, element, parseFilter(R"(type eq "WORK")")));
  BOOST_TEST(!matchesElement(emails, element, parseFilter("primary eq true")));
}

const Case kNameCases[] = {
    {R"(userName eq "two words")", true},
    {R"(userName eq " TWO  words  ")", true},
    {R"(userName eq "twowords")", false},
    {R"(userName ne "two words")", false},
    {R"(userName sw "two")", true},
    {R"(userName sw "  two w")", true},
    {R"(userName sw "two ")", true},
    {R"(userName sw "words")", false},
    {R"(userName ew "words")", true},
    {R"(userName ew " words ")", true},
    {R"(userName ew "two")", false},
    {R"(userName co "o  w")", true},
    {R"(userName co "ow")", false},
    {R"(userName ge "two words" and userName le "two words")", true},
    {R"(displayName eq "two words")", false},
    {R"(displayName eq " two  words ")", true},
};

BOOST_DATA_TEST_CASE(a_name_that_is_unique_compares_without_regard_to_blanks,
                     boost::unit_test::data::make(kNameCases), c) {
  const Json user = parseJson(R"({"userName": " Two  Words ", "displayName": " Two  Words "})");
  BOOST_TEST(matches(userType(), user, parseFilter(c.filter)) == c.matches);
}

BOOST_AUTO_TEST_CASE(ids_of_others_are_case_exact) {
  const Json group = parseJson(R"({"displayName": "g", "members": [{"value": "ab"}]})");
  BOOST_TEST(matches(groupType(), group, parseFilter(R"(members eq "ab")")));
  BOOST_TEST(!matches(groupType(), group, parseFilter(R"(members eq "AB")")));
  BOOST_TEST(!matches(groupType(), group, parseFilter(R"(members[value eq "AB"])")));
  const Json user = parseJson(
      R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "ab"}}})");
  BOOST_TEST(matches(userType(), user, parseFilter(R"(manager eq "ab")")));
  BOOST_TEST(!matches(userType(), user, parseFilter(R"(manager.value eq "AB")")));
}

BOOST_AUTO_TEST_SUITE_END()
