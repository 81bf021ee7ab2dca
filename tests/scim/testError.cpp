#include <boost/test/unit_test.hpp>

#include "scim/Error.h"

using namespace scim2ldap::scim;

BOOST_AUTO_TEST_SUITE(ErrorSuite)

BOOST_AUTO_TEST_CASE(carries_status_and_keyword) {
  const Error error(409, ScimType::Uniqueness, "userName is already in use");
  BOOST_TEST(error.status() == 409);
  BOOST_TEST(toString(error.type()) == "uniqueness");
}

BOOST_AUTO_TEST_SUITE_END()
