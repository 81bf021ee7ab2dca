#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "connector/log/HarmlessText.h"

using namespace scim2ldap::connector;

namespace {

const std::vector<std::string> kHarmful = {"\x01",
                                           "\x1B",
                                           "\n",
                                           "\t",
                                           "\r",
                                           "\x7F",
                                           "\u0080",
                                           "\u009B",
                                           "\u009F",
                                           "\u061C",
                                           "\u200E",
                                           "\u200F",
                                           "\u2028",
                                           "\u2029",
                                           "\u202A",
                                           "\u202E",
                                           "\u2066",
                                           "\u2069",
                                           std::string(1, '\0')};
const std::vector<std::string> kHarmless = {"",       "a b~",   "\u00A0", "\u00FC", "\u061B", "\u200D",
                                            "\u2010", "\u2027", "\u202F", "\u2065", "\u206A", "\U0001F600"};

}  // namespace

BOOST_AUTO_TEST_SUITE(HarmlessTextSuite)

BOOST_DATA_TEST_CASE(what_moves_a_terminal_becomes_a_question_mark, kHarmful) {
  BOOST_TEST(harmless("a" + sample + "b") == "a?b");
  BOOST_TEST(harmless(sample + sample) == "??");
}

BOOST_DATA_TEST_CASE(all_else_stays, kHarmless) {
  BOOST_TEST(harmless("a" + sample + "b") == "a" + sample + "b");
}

BOOST_AUTO_TEST_CASE(lines_stay_where_they_may) {
  BOOST_TEST(harmlessLines("a\x1B\nb\u2028\n") == "a?\nb?\n");
  BOOST_TEST(harmlessLines("a\n\nb") == "a\n\nb");
  BOOST_TEST(harmlessLines("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
