#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/config/DirectoryUri.h"

using namespace scim2ldap::connector;
using Scheme = DirectoryUri::Scheme;

namespace {

struct Case {
  std::string text;
  DirectoryUri uri;
};

std::ostream& operator<<(std::ostream& stream, const Case& c) {
  return stream << c.text;
}

const std::vector<Case> kGood = {
    {"ldap://ldap.example.org", {Scheme::Ldap, "ldap.example.org"}},
    {"ldap://127.0.0.1:389", {Scheme::Ldap, "127.0.0.1"}},
    {"ldaps://ldap.example.org:636/", {Scheme::Ldaps, "ldap.example.org"}},
    {"ldap://[2001:db8::1]", {Scheme::Ldap, "2001:db8::1"}},
    {"ldap://[::1]:3890", {Scheme::Ldap, "::1"}},
    {"ldapi://%2Frun%2Fslapd%2Fldapi", {Scheme::Ldapi, "%2Frun%2Fslapd%2Fldapi"}},
};

const std::vector<std::string> kBad = {"",
                                       "ldap.example.org",
                                       "http://x",
                                       "ldap://",
                                       "ldap://:389",
                                       "ldap://x:",
                                       "ldap://x:0",
                                       "ldap://x:y",
                                       "ldap://x:65536",
                                       "ldap://[::1",
                                       "ldap://[::1]x",
                                       "ldap://x/dc=y",
                                       "ldap://x?cn",
                                       "ldap://x y",
                                       "ldapi://",
                                       "ldapi:///run/ldapi",
                                       "LDAP//x"};

}  // namespace

BOOST_AUTO_TEST_SUITE(DirectoryUriSuite)

BOOST_DATA_TEST_CASE(reads_scheme_and_host, kGood) {
  BOOST_TEST((parseDirectoryUri(sample.text) == sample.uri));
}

BOOST_DATA_TEST_CASE(refuses_anything_else_and_says_what_to_write, kBad) {
  BOOST_CHECK_EXCEPTION((void)parseDirectoryUri(sample), std::invalid_argument, [](const auto& error) {
    return std::string(error.what()).find("; write for example \"ldaps://") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
