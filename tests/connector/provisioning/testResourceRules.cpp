#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/provisioning/ResourceRules.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

struct Case {
  const char* resource;
  const char* mapped;
  std::vector<std::string> parts;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.resource;
}
const Case kCases[] = {
    {R"({"userName":"a"})", R"({"userName":"a"})", {}},
    {R"({"userName":"a","nickName":"n"})", R"({"userName":"a"})", {"nickName"}},
    {R"({"name":{"givenName":"g","middleName":"m"}})", R"({"name":{"givenName":"g"}})", {"name.middleName"}},
    {R"({"emails":[{"type":"work","value":"w"},{"type":"home","value":"h"}]})",
     R"({"emails":[{"type":"work","value":"w"}]})",
     {R"(emails[type eq "home"])"}},
    {R"({"roles":[{"value":"a"},{"value":"b"}]})", R"({"roles":[{"value":"a"}]})", {"roles"}},
    {R"({"urn:x:2.0:User":{"a":"1","b":"2"}})", R"({"urn:x:2.0:User":{"a":"1"}})", {"urn:x:2.0:User:b"}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ResourceRulesSuite)

BOOST_DATA_TEST_CASE(what_is_not_mapped_is_named, kCases) {
  BOOST_TEST(unmappedParts(scim::parseJson(sample.resource), scim::parseJson(sample.mapped)) == sample.parts,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
