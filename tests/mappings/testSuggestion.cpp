#include <boost/test/unit_test.hpp>

#include "mappings/Suggestion.h"

using scim2ldap::mappings::didYouMean;
using scim2ldap::mappings::nearest;

BOOST_AUTO_TEST_SUITE(Suggestion)

BOOST_AUTO_TEST_CASE(finds_what_was_meant) {
  const std::vector<std::string> keys = {"container", "objectClass", "filter", "rdn"};
  BOOST_TEST(nearest("objectclass", keys).value_or("") == "objectClass");
  BOOST_TEST(nearest("contaner", keys).value_or("") == "container");
  BOOST_TEST(nearest("fitler", keys).value_or("") == "filter");
  BOOST_TEST(nearest("rnd", keys).value_or("") == "rdn");
  BOOST_TEST(didYouMean("rdm", keys) == "; did you mean \"rdn\"?");
}

BOOST_AUTO_TEST_CASE(is_silent_when_nothing_is_near) {
  BOOST_TEST(didYouMean("colour", {"container", "filter"}) == "");
  BOOST_TEST(didYouMean("x", {}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
