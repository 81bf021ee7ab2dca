#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "scim/Error.h"
#include "tests/e2e/replay/JsonMatch.h"

using namespace scim2ldap;
using scim::parseJson;

namespace {

struct Case {
  const char* expected;
  const char* actual;
  bool matches;
};
std::ostream& operator<<(std::ostream& out, const Case& sample) {
  return out << sample.expected << " <- " << sample.actual;
}

const std::vector<Case> kCases = {
    {R"({"a":1})", R"({"a":1,"b":2})", true},
    {R"({"a":1})", R"({"a":2})", false},
    {R"({"a":1})", R"({"b":1})", false},
    {R"({"a":1})", R"({"a":"1"})", false},
    {R"({"a":"x"})", R"({"a":"X"})", false},
    {R"({"a":null})", R"({})", true},
    {R"({"a":null})", R"({"a":[]})", false},
    {R"({"a":{"b":1}})", R"({"a":{"b":1,"c":2}})", true},
    {R"({"a":{"b":1}})", R"({"a":{"b":2}})", false},
    {R"({"a":[1,2]})", R"({"a":[1,2]})", true},
    {R"({"a":[1,2]})", R"({"a":[2,1]})", false},
    {R"({"a":[1]})", R"({"a":[1,2]})", false},
    {R"({"a":[{"v":1}]})", R"({"a":[{"v":1,"w":2}]})", true},
    {R"({"a":[]})", R"({"a":[]})", true},
    {R"({"a":[]})", R"({})", false},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(JsonMatch)

BOOST_DATA_TEST_CASE(compares_in_part, kCases) {
  BOOST_TEST(test::mismatch(parseJson(sample.expected), parseJson(sample.actual)).empty() == sample.matches);
}

BOOST_AUTO_TEST_CASE(names_the_place_of_a_difference) {
  BOOST_TEST(test::mismatch(parseJson(R"({"a":[{"b":1}]})"), parseJson(R"({"a":[{"b":2}]})")) ==
             "$.a[0].b should be 1 and is 2");
}

BOOST_AUTO_TEST_CASE(finds_values_by_path) {
  const scim::Json json = parseJson(R"({"a":[{"b":1}],"urn:x:2.0:User":{"c":2}})");
  BOOST_TEST(test::valueAt(json, "$.a[0].b")->asInteger() == 1);
  BOOST_TEST(test::valueAt(json, "$['urn:x:2.0:User'].c")->asInteger() == 2);
  BOOST_TEST(test::valueAt(json, "$") == &json);
  for (const char* absent : {"$.b", "$.a[1]", "$.a.b", "$.a[0].b.c"})
    BOOST_TEST(test::valueAt(json, absent) == nullptr);
  for (const char* wrong : {"a", "$a", "$.", "$[x]", "$['a"})
    BOOST_CHECK_THROW(static_cast<void>(test::valueAt(json, wrong)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
