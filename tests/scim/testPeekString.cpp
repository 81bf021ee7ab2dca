#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "scim/PeekString.h"

using namespace scim2ldap::scim;

namespace {

struct Case {
  const char* name;
  std::string json;
  std::string found;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

const Case kCases[] = {
    {"first", R"({"userName":"ada","active":true})", "ada"},
    {"later", R"({"a":[{"userName":"x"},"userName"],"b":{"userName":"y"}, "username" : "ada"})", "ada"},
    {"behind_a_large_list",
     R"({"members":[)" + std::string(200000, '[') + std::string(200000, ']') + R"(],"userName":"ada"})",
     "ada"},
    {"escaped", R"({"userName":"a\"d\\a\u00e9\u0000"})", std::string("a\"d\\a\xc3\xa9\0", 8)},
    {"behind_escapes", R"({"x":"\\\"{[","userName":"ada"})", "ada"},
    {"value_of_that_text", R"({"x":"userName","y":"ada"})", ""},
    {"inner_only", R"({"x":{"userName":"ada"}})", ""},
    {"no_string", R"({"userName":["ada"]})", ""},
    {"null", R"({"userName":null,"x":"ada"})", ""},
    {"unterminated_name", R"({"userName)", ""},
    {"unterminated_value", R"({"userName":"ad\)", ""},
    {"nothing_behind", R"({"userName")", ""},
    {"nothing_behind_the_colon", R"({"userName": )", ""},
    {"broken_escape", R"({"userName":"\u12"})", ""},
    {"broken_behind", R"({"userName":"ada",,,)", "ada"},
    {"empty", "", ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(PeekString)

BOOST_DATA_TEST_CASE(finds_what_stands_in_the_outermost_object, boost::unit_test::data::make(kCases), c) {
  BOOST_TEST(peekString(c.json, "userName") == c.found);
}

BOOST_AUTO_TEST_SUITE_END()
