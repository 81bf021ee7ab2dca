#include "scim/UriReference.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace scim2ldap::scim;

namespace {

const char* const kUris[] = {
    "https://host/scim/v2/Users/2819c223",
    "../Users/26118915",
    "/Users/26118915",
    "Users/1?attributes=userName#x",
    "//host:8443/a",
    "http://[2001:db8::1]:80/a",
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "mailto:b.novak@corp.example",
    "https://host/a%20b%C3%A9",
    "a:b",
    "./a:b",
    "?a=b/c?d",
    "#fragment/?x",
    "",
};

const char* const kOthers[] = {
    "https://host/a b",
    " https://host/",
    "a\tb",
    "https://host/\xc3\xa9",
    "https://host/%",
    "https://host/%4",
    "https://host/%G0",
    "1http://host/",
    ":a",
    "a b:c",
    "a#b#c",
    "http://ho<st>/",
    "http://host/[a]",
    "a\\b",
    "{id}",
    "\"quoted\"",
    "a^b",
    "?a[0]=1",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(UriReferenceSuite)

BOOST_DATA_TEST_CASE(takes, boost::unit_test::data::make(kUris)) {
  BOOST_TEST(isUriReference(sample));
}

BOOST_DATA_TEST_CASE(refuses, boost::unit_test::data::make(kOthers)) {
  BOOST_TEST(!isUriReference(sample));
}

BOOST_AUTO_TEST_SUITE_END()
