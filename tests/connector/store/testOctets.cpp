#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/store/Octets.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

struct Case {
  std::string octets;
  std::string json;
};

std::ostream& operator<<(std::ostream& stream, const Case& c) {
  return stream << c.json;
}

const std::vector<Case> kCases = {
    {"", R"("")"},
    {"plain", R"("plain")"},
    {"Nov\xC3\xA1k", "\"Nov\xC3\xA1k\""},
    {"two\nlines", R"("two\nlines")"},
    {std::string(1, '\0'), R"({"base64":"AA=="})"},
    {"\xFF", R"({"base64":"/w=="})"},
    {"\xFF\xFE", R"({"base64":"//4="})"},
    {"\xFF\xFE\xFD", R"({"base64":"//79"})"},
    {"\xED\xA0\x80", R"({"base64":"7aCA"})"},  // a surrogate is no UTF-8
};

}  // namespace

BOOST_AUTO_TEST_SUITE(OctetsSuite)

BOOST_DATA_TEST_CASE(become_text_or_base64_and_come_back, kCases) {
  BOOST_TEST(scim::printJson(octetsToJson(sample.octets)) == sample.json);
  BOOST_TEST(octetsFromJson(octetsToJson(sample.octets)) == sample.octets);
}

BOOST_AUTO_TEST_CASE(refuse_what_is_neither) {
  BOOST_CHECK_THROW((void)octetsFromJson(1), std::invalid_argument);
  scim::Json wrong;
  wrong.set("base64", "%");
  BOOST_CHECK_THROW((void)octetsFromJson(wrong), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
