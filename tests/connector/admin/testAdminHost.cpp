#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/admin/AdminHost.h"

using namespace scim2ldap::connector;

namespace {

struct Case {
  std::string_view host;
  bool ours;
};
std::ostream& operator<<(std::ostream& out, const Case& sample) {
  return out << sample.host;
}

const std::array<Case, 27> kCases = {{
    {"127.0.0.1", true},
    {"127.0.0.1:8081", true},
    {"127.0.0.1:", true},
    {"192.0.2.7:8081", true},
    {"[::1]", true},
    {"[::1]:8081", true},
    {"[2001:db8::7]:8081", true},
    {"localhost", true},
    {"LocalHost:8081", true},
    {"evil.example", false},
    {"evil.example:8081", false},
    {"127.0.0.1.evil.example", false},
    {"localhost.evil.example:8081", false},
    {"evil.localhost", false},
    {"localhost.", false},
    {"::1", false},
    {"[::1", false},
    {"[]", false},
    {"[127.0.0.1]", false},
    {"[::1].evil.example", false},
    {"[::1]evil.example:8081", false},
    {"127.0.0.1:80:81", false},
    {"127.0.0.1:evil.example", false},
    {"127.0.0.1@evil.example", false},
    {"127.1", false},
    {":8081", false},
    {"", false},
}};

}  // namespace

BOOST_AUTO_TEST_SUITE(AdminHostSuite)

BOOST_DATA_TEST_CASE(only_addresses_and_localhost_are_ours, kCases) {
  BOOST_TEST(isAdminHost(sample.host) == sample.ours);
}

BOOST_AUTO_TEST_SUITE_END()
