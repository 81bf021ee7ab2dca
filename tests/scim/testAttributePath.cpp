#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/AttributePath.h"

using namespace scim2ldap::scim;

namespace {

struct Case {
  const char* text;
  AttributePath path;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.text;
}
const Case kPaths[] = {
    {"userName", {"", "userName", ""}},
    {"name.familyName", {"", "name", "familyName"}},
    {"members.$ref", {"", "members", "$ref"}},
    {"a-b_9", {"", "a-b_9", ""}},
    {"urn:ietf:params:scim:schemas:core:2.0:User:userName", {std::string(kUserSchema), "userName", ""}},
    {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
     {std::string(kEnterpriseUserSchema), "manager", "value"}},
    {"URN:Acme.Example:9:badge", {"URN:Acme.Example:9", "badge", ""}},
};

struct Fault {
  const char* text;
  const char* where;
};
std::ostream& operator<<(std::ostream& out, const Fault& c) {
  return out << '"' << c.text << '"';
}
const Fault kFaults[] = {
    {"", "(at byte 0)"},       {"9a", "(at byte 0)"},      {"a.", "(at byte 2)"},
    {"a.b.c", "(at byte 3)"},  {"a b", "(at byte 1)"},     {"urn:x:", "(at byte 6)"},
    {":a", "(at byte 0)"},     {"urn x:a", "(at byte 3)"}, {"a\xc3\xa9", "(at byte 1)"},
    {"name.9", "(at byte 5)"}, {"$", "(at byte 1)"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(AttributePathSuite)

BOOST_DATA_TEST_CASE(parses_and_prints, boost::unit_test::data::make(kPaths)) {
  BOOST_TEST((parseAttributePath(sample.text) == sample.path));
  BOOST_TEST(toString(sample.path) == sample.text);
}

BOOST_DATA_TEST_CASE(names_the_byte_of_a_fault, boost::unit_test::data::make(kFaults)) {
  const std::string error = errorOf([&] { static_cast<void>(parseAttributePath(sample.text)); });
  BOOST_TEST(error.starts_with("invalidPath: "));
  BOOST_TEST(error.ends_with(sample.where), error);
}

BOOST_AUTO_TEST_SUITE_END()
