#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/store/OriginalsJson.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

struct Case {
  std::string name;
  mappings::Originals originals;
};

std::ostream& operator<<(std::ostream& stream, const Case& c) {
  return stream << c.name;
}

std::string allOctets() {
  std::string octets;
  for (int octet = 0; octet < 256; ++octet) octets += static_cast<char>(octet);
  return octets;
}

const std::vector<Case> kCases = {
    {"none", {}},
    {"never sent", {{"name", nullptr, {{"sn", {"Novák"}}}}}},
    {"false", {{"active", false, {{"pwdAccountLockedTime", {"000001010000Z"}}}}}},
    {"text", {{"userName", "  J.Novak@Corp ", {{"uid", {"j.novak@corp"}}}}}},
    {"several values", {{"emails", scim::Json::array(), {{"mail", {"a", "b"}}, {"mobile", {"", " "}}}}}},
    {"every octet",
     {{"photo", "\xC3\xA9", {{"jpegPhoto;binary", {allOctets(), std::string(1, '\0'), "\xFF"}}}}}},
    {"looks like an encoding", {{"x", "", {{"description", {"{\"base64\": \"AA==\"}", "base64"}}}}}},
    {"base64 of 1, 2 and 3 octets", {{"x", "", {{"a", {"\xFF", "\xFF\xFE", "\xFF\xFE\xFD"}}}}}},
    {"attribute that is called base64", {{"x", "", {{"base64", {"\x01"}}}}}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(OriginalsJsonSuite)

BOOST_DATA_TEST_CASE(comes_back_as_printed, kCases) {
  const std::string text = scim::printJson(originalsToJson(sample.originals));
  BOOST_TEST((originalsFromJson(scim::parseJson(text)) == sample.originals));
}

BOOST_AUTO_TEST_CASE(refuses_what_it_did_not_make) {
  for (const char* text : {"{}", "[1]", R"([{"attribute":"a"}])", R"([{"attribute":1,"sent":1,"stored":{}}])",
                           R"([{"attribute":"a","sent":1,"stored":{"b":[{"base64":"%%%%"}]}}])"}) {
    BOOST_CHECK_THROW((void)originalsFromJson(scim::parseJson(text)), std::exception);
  }
}

BOOST_AUTO_TEST_SUITE_END()
