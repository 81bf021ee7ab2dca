#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "connector/auth/Base64Url.h"

using namespace scim2ldap::connector;

namespace {

struct Pair {
  std::string bytes;
  std::string text;
};
std::ostream& operator<<(std::ostream& out, const Pair& pair) {
  return out << pair.text;
}
// RFC 4648 §10, RFC 7515 appendix C
const std::vector<Pair> kPairs = {
    {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
    {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\x03\xEC\xFF\xE0\xC1", "A-z_4ME"},
};

const std::vector<std::string> kWrong = {"Zg==",
                                         "Zg=",
                                         "Z",
                                         "Zm9vY",
                                         "Zh",
                                         "Zm9",
                                         "Zm 9v",
                                         "Zm9v\n",
                                         "Zm+v",
                                         "Zm/v",
                                         "Zm.v",
                                         "Zm\xC3\xBCv",
                                         std::string("Zm\0v", 4)};

}  // namespace

BOOST_AUTO_TEST_SUITE(Base64UrlSuite)

BOOST_DATA_TEST_CASE(goes_both_ways, kPairs) {
  BOOST_TEST(encodeBase64Url(sample.bytes) == sample.text);
  BOOST_TEST((decodeBase64Url(sample.text) == sample.bytes));
}

BOOST_DATA_TEST_CASE(takes_one_spelling_only, kWrong) {
  BOOST_TEST(!decodeBase64Url(sample).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
