#include <boost/test/unit_test.hpp>

#include "scim/Normalization.h"

using namespace scim2ldap::scim;

BOOST_AUTO_TEST_SUITE(NormalizationSuite)

BOOST_AUTO_TEST_CASE(composes_letters) {
  for (const auto& to : {toNfc, toNfkc}) {
    BOOST_TEST(to("rene\u0301") == "ren\u00e9");
    BOOST_TEST(to("ren\u00e9") == "ren\u00e9");
    BOOST_TEST(to("A\u030angstro\u0308m") == "\u00c5ngstr\u00f6m");
    BOOST_TEST(to("\u1112\u1161\u11ab") == "\ud55c");
    // Marks in whatever order.
    BOOST_TEST(to("s\u0323\u0307") == to("s\u0307\u0323"));
  }
}

BOOST_AUTO_TEST_CASE(keeps_other_shapes_apart_or_not) {
  for (const char* text : {"\uff21dmin", "\ufb01n", "x\u00a0y"}) BOOST_TEST(toNfc(text) == text);
  BOOST_TEST(toNfkc("\uff21dmin") == "Admin");
  BOOST_TEST(toNfkc("\ufb01n") == "fin");
  BOOST_TEST(toNfkc("x\u00a0y") == "x y");
}

BOOST_AUTO_TEST_CASE(leaves_the_rest_alone) {
  for (const std::string& text : {std::string(), std::string("plain \0text", 11), std::string("a\xff\xc3")}) {
    BOOST_TEST(toNfc(text) == text);
    BOOST_TEST(toNfkc(text) == text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
