#include "scim/WhiteSpace.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

using namespace scim2ldap::scim;

namespace {

struct Case {
  const char* name;
  std::string_view text;
  std::string_view trimmed;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

const Case kCases[] = {
    {"nothing", "", ""},
    {"none at the ends", "content  admin", "content  admin"},
    {"blanks, tabs, line breaks", " \t\r\n admin \v\f", "admin"},
    {"nothing but white space", " \xc2\xa0 ", ""},
    {"no-break spaces", "\xc2\xa0 admin\xc2\xa0", "admin"},
    {"next line, figure space, ideographic space", "\xc2\x85\xe2\x80\x87 admin\xe3\x80\x80", "admin"},
    {"no white space: zero width space", "\xe2\x80\x8b admin", "\xe2\x80\x8b admin"},
    {"letters whose bytes end alike", "\xc4\x85 \xc4\xa0", "\xc4\x85 \xc4\xa0"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(WhiteSpaceSuite)

BOOST_DATA_TEST_CASE(white_space_goes_at_the_ends_only, boost::unit_test::data::make(kCases), c) {
  BOOST_TEST(trimWhiteSpace(c.text) == c.trimmed);
}

BOOST_AUTO_TEST_SUITE_END()
