#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/provisioning/SoftDelete.h"

using namespace scim2ldap::connector;

namespace {

struct Case {
  const char* before;
  const char* after;
  bool is;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.before << " -> " << c.after;
}

const Case kCases[] = {
    {"b@x", "0f8fad5bd9cb469fa16570867728950eb@x", true},
    {"b@x", "0F8FAD5BD9CB469FA16570867728950EB@X", true},
    {"b@x", "0f8fad5b-d9cb-469f-a165-70867728950eb@x", true},
    {"b@x", "0f8fad5bd9cb469fa16570867728950b@x", false},   // 31 digits
    {"b@x", "0f8fad5bd9cb469fa16570867728950gb@x", false},  // g is no digit
    {"b@x", "0f8fad5bd9cb469fa16570867728950ec@x", false},  // another name behind it
    {"b@x", "b@x", false},
    {"", "0f8fad5bd9cb469fa16570867728950e", false},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(SoftDeleteSuite)

BOOST_DATA_TEST_CASE(recognises_the_object_id_in_front_of_the_name, boost::unit_test::data::make(kCases), c) {
  BOOST_TEST(isSoftDeletedName(c.before, c.after) == c.is);
}

BOOST_AUTO_TEST_CASE(takes_the_name_back_only_where_the_user_becomes_inactive) {
  const scim2ldap::scim::Json before = scim2ldap::scim::parseJson(R"({"userName": "b@x", "active": true})");
  const std::string name = "0f8fad5bd9cb469fa16570867728950eb@x";
  scim2ldap::scim::Json after = before;
  after.set("userName", name);
  keepSoftDeletedName(before, after);
  BOOST_TEST(after.stringAt("userName") == name);
  after.set("active", false);
  keepSoftDeletedName(before, after);
  BOOST_TEST(after.stringAt("userName") == "b@x");
}

BOOST_AUTO_TEST_SUITE_END()
