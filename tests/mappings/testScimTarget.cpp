#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "mappings/ScimTarget.h"
#include "scim/Error.h"
#include "tests/mappings/Fixture.h"

using namespace scim2ldap;
using mappings::json;
using mappings::parseScimTarget;

namespace {

struct Accepted {
  const char* name;
  const char* in;
  const char* out;
};
std::ostream& operator<<(std::ostream& out, const Accepted& c) {
  return out << c.name;
}
const Accepted kAccepted[] = {
    {"simple", "userName", "userName"},
    {"sub-attribute", "name.familyName", "name.familyName"},
    {"selector", "emails[type eq \"work\"].value", "emails[type eq \"work\"].value"},
    {"blanks and case of eq", "emails[ type EQ \"work\" ].value", "emails[type eq \"work\"].value"},
    {"whole element", "addresses[type eq \"home\"]", "addresses[type eq \"home\"]"},
    {"Entra's True", "roles[primary eq \"True\"].value", "roles[primary eq true].value"},
    {"bracket in the text", "emails[type eq \"a]b\"].value", "emails[type eq \"a]b\"].value"},
    {"urn", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
     "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value"},
};

struct Refused {
  const char* in;
  const char* byte;
};
std::ostream& operator<<(std::ostream& out, const Refused& c) {
  return out << c.in;
}
const Refused kRefused[] = {
    {"", "byte 0"},
    {"emails[type eq \"work\"", "byte 6"},
    {"emails[type ne \"work\"].value", "byte 7"},
    {"emails[type eq work].value", "byte 7"},
    {"emails[type eq 1].value", "byte 7"},
    {"emails[type eq \"work\"]value", "byte 22"},
    {"emails[type eq \"work\"].", "byte 22"},
    {"emails.value[type eq \"work\"]", "byte 12"},
};

struct Value {
  const char* target;
  const char* values;
};
std::ostream& operator<<(std::ostream& out, const Value& c) {
  return out << c.target;
}
const Value kValues[] = {
    {"userName", R"(["b"])"},
    {"name.familyName", R"(["Novak"])"},
    {"name.givenName", "[]"},
    {"emails[type eq \"WORK\"].value", R"(["w1","w2"])"},
    {"emails[primary eq true].value", R"(["w2"])"},
    {"emails.value", R"(["w1","h","w2"])"},
    {"tags", "[]"},
    {"urn:x:2.0:User:tags", R"(["a","b"])"},
    {"urn:y:2.0:User:tags", "[]"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ScimTarget)

BOOST_DATA_TEST_CASE(prints_what_it_parsed, boost::unit_test::data::make(kAccepted), c) {
  BOOST_TEST(toString(parseScimTarget(c.in)) == c.out);
  BOOST_TEST((parseScimTarget(c.out) == parseScimTarget(c.in)));
}

BOOST_DATA_TEST_CASE(refuses_and_names_the_byte, boost::unit_test::data::make(kRefused), c) {
  BOOST_CHECK_EXCEPTION((void)parseScimTarget(c.in), scim::Error, [&](const scim::Error& error) {
    BOOST_TEST_MESSAGE(error.detail());
    return error.type() == scim::ScimType::InvalidPath && error.detail().find(c.byte) != std::string::npos;
  });
}

BOOST_DATA_TEST_CASE(finds_values_in_order, boost::unit_test::data::make(kValues), c) {
  const scim::Json resource = json(R"({"userName":"b","name":{"familyName":"Novak"},
    "emails":[{"type":"work","value":"w1"},{"type":"home","value":"h"},{"type":"work","value":"w2","primary":true}],
    "urn:x:2.0:User":{"tags":["a","b"]}})");
  BOOST_TEST(printJson(scim::Json(valuesAt(resource, parseScimTarget(c.target)))) == c.values);
}

BOOST_AUTO_TEST_SUITE_END()
