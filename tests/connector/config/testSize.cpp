#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/config/Size.h"

using namespace scim2ldap::connector;

namespace {

struct Case {
  std::string text;
  std::size_t bytes;
  std::string printed;
};

std::ostream& operator<<(std::ostream& stream, const Case& c) {
  return stream << c.text;
}

const std::vector<Case> kGood = {
    {"1B", 1, "1B"},
    {"1025B", 1025, "1025B"},
    {"2048B", 2048, "2KiB"},
    {"64KiB", 65'536, "64KiB"},
    {"8MiB", 8'388'608, "8MiB"},
    {"1GiB", 1'073'741'824, "1GiB"},
    {"17179869183GiB", 18'446'744'072'635'809'792U, "17179869183GiB"},
};

const std::vector<std::string> kBad = {"",      "8",    "MiB",    "8 MiB", "8MB",
                                       "8M",    "8mib", "8.5MiB", "-8MiB", "0MiB",
                                       "8MiB ", "1TiB", "0x8B",   "8Mib",  "17179869184GiB"};

}  // namespace

BOOST_AUTO_TEST_SUITE(SizeSuite)

BOOST_DATA_TEST_CASE(reads_a_number_with_its_unit, kGood) {
  BOOST_TEST(parseSize(sample.text) == sample.bytes);
  BOOST_TEST(printSize(sample.bytes) == sample.printed);
}

BOOST_DATA_TEST_CASE(refuses_anything_else_and_says_what_to_write, kBad) {
  BOOST_CHECK_EXCEPTION((void)parseSize(sample), std::invalid_argument, [](const auto& error) {
    return std::string(error.what()).find("; write a whole number and a unit (B, KiB, MiB or GiB)") !=
           std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
