#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "scim/Json.h"
#include "tests/e2e/replay/Variables.h"

using namespace scim2ldap;
using scim::parseJson;

BOOST_AUTO_TEST_SUITE(VariablesSuite)

BOOST_AUTO_TEST_CASE(replaces_names_in_texts) {
  test::Variables variables;
  variables.set("id", "7");
  variables.set("n", "1");
  BOOST_TEST(variables.substitute("/Users/${id}?x=${n}$") == "/Users/7?x=1$");
  BOOST_CHECK_THROW(static_cast<void>(variables.substitute("${other}")), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(replaces_names_in_values_and_member_names) {
  test::Variables variables;
  variables.set("id", "7");
  variables.append("members", parseJson(R"({"value":"1"})"));
  variables.append("members", parseJson(R"({"value":"2"})"));
  const scim::Json json = parseJson(R"({"a":["x${id}",1],"b${id}":"${members}"})");
  const scim::Json expected = parseJson(R"({"a":["x7",1],"b7":[{"value":"1"},{"value":"2"}]})");
  BOOST_TEST((variables.substituteAll(json) == expected));
  BOOST_CHECK_THROW(static_cast<void>(variables.substitute("x${members}")), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
