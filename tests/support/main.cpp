#define BOOST_TEST_MODULE scim2ldap
#include <boost/test/unit_test.hpp>
