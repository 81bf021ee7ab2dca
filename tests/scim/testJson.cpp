#include <boost/test/unit_test.hpp>

#include "Samples.h"

using namespace scim2ldap::scim;

BOOST_AUTO_TEST_SUITE(JsonSuite)

BOOST_AUTO_TEST_CASE(finds_members_whatever_their_case) {
  const Json json = parseJson(R"({"userName":"a"})");
  BOOST_REQUIRE(json.find("USERNAME") != nullptr);
  BOOST_TEST(json.stringAt("username") == "a");
  BOOST_TEST(json.find("user") == nullptr);
}

BOOST_AUTO_TEST_CASE(keeps_the_first_spelling_when_a_member_is_set_again) {
  Json json = parseJson(R"({"userName":"a","title":"t"})");
  json.set("USERNAME", "b");
  BOOST_TEST(printJson(json) == R"({"userName":"b","title":"t"})");
}

BOOST_AUTO_TEST_CASE(erases_members) {
  Json json = parseJson(R"({"a":1,"b":2})");
  BOOST_TEST(json.erase("A"));
  BOOST_TEST(!json.erase("A"));
  BOOST_TEST(printJson(json) == R"({"b":2})");
}

BOOST_AUTO_TEST_CASE(compares_objects_without_order_and_arrays_with_it) {
  BOOST_TEST(parseJson(R"({"a":1,"b":[1,2]})") == parseJson(R"({"b":[1,2],"A":1})"));
  BOOST_TEST(!(parseJson("[1,2]") == parseJson("[2,1]")));
  BOOST_TEST(!(parseJson(R"({"a":1})") == parseJson(R"({"a":1,"b":2})")));
}

BOOST_AUTO_TEST_CASE(takes_null_and_the_empty_list_for_unassigned) {
  BOOST_TEST(Json().isUnassigned());
  BOOST_TEST(Json::array().isUnassigned());
  BOOST_TEST(!Json("").isUnassigned());
  BOOST_TEST(!Json::object().isUnassigned());
}

BOOST_AUTO_TEST_SUITE_END()
