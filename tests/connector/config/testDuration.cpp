#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/config/Duration.h"

using namespace scim2ldap::connector;

namespace {

struct Case {
  std::string text;
  std::int64_t milliseconds;
  std::string printed;
};

std::ostream& operator<<(std::ostream& stream, const Case& c) {
  return stream << c.text;
}

const std::vector<Case> kGood = {
    {"1ms", 1, "1ms"},
    {"500ms", 500, "500ms"},
    {"1500ms", 1500, "1500ms"},
    {"5s", 5'000, "5s"},
    {"2m", 120'000, "2m"},
    {"120s", 120'000, "2m"},
    {"12h", 43'200'000, "12h"},
    {"90d", 7'776'000'000, "90d"},
    {"007s", 7'000, "7s"},
    {"315360000000ms", 315'360'000'000, "3650d"},
    {"3650d", 315'360'000'000, "3650d"},
};

const std::vector<std::string> kBad = {"",
                                       "5",
                                       "s",
                                       "5 s",
                                       " 5s",
                                       "5s ",
                                       "5S",
                                       "5sec",
                                       "5M",
                                       "1.5s",
                                       "1h30m",
                                       "-5s",
                                       "+5s",
                                       "0s",
                                       "0",
                                       "0x5s",
                                       "5ms5",
                                       "\n5s",
                                       "5w",
                                       "5y",
                                       "9223372036854775808ms",
                                       "106751991167d",
                                       "3651d",
                                       "315360000001ms",
                                       "99999999999999999999s"};

}  // namespace

BOOST_AUTO_TEST_SUITE(DurationSuite)

BOOST_DATA_TEST_CASE(reads_a_number_with_its_unit, kGood) {
  BOOST_TEST(parseDuration(sample.text).count() == sample.milliseconds);
  BOOST_TEST(printDuration(parseDuration(sample.text)) == sample.printed);
}

BOOST_DATA_TEST_CASE(refuses_anything_else_and_says_what_to_write, kBad) {
  BOOST_CHECK_EXCEPTION((void)parseDuration(sample), std::invalid_argument, [](const auto& error) {
    return std::string(error.what()).find("; write a whole number and a unit (ms, s, m, h or d)") !=
           std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
