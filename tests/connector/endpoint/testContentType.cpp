#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/endpoint/ContentType.h"

using namespace scim2ldap::connector;

namespace {

struct Case {
  const char* in;
  bool out;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.in;
}
const Case kCases[] = {
    {"", true},
    {"application/scim+json", true},
    {"application/json", true},
    {"APPLICATION/SCIM+JSON", true},
    {"text/json", true},
    {"application/scim+json; charset=utf-8", true},
    {"application/scim+json;charset=\"UTF-8\"", true},
    {"application/json ;\tcharset=Utf8 ", true},
    {"application/json; profile=x; charset=utf-8", true},
    {"application/json;", true},
    {"application/json; charset=iso-8859-1", false},
    {"application/json; profile=x; charset=utf-16", false},
    {"text/plain", false},
    {"text/plain; charset=utf-8", false},
    {"application/x-www-form-urlencoded", false},
    {"application/jsonp", false},
    {"json", false},
    {"text/plain; x=application/json", false},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ContentType)

BOOST_DATA_TEST_CASE(knows_json, boost::unit_test::data::make(kCases)) {
  BOOST_TEST(isJson(sample.in) == sample.out);
}

BOOST_AUTO_TEST_SUITE_END()
