#include <boost/test/unit_test.hpp>

#include "connector/config/Name.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(NameSuite)

BOOST_AUTO_TEST_CASE(takes_names) {
  for (const std::string& name : {"a", "entra", "Entra-2.test_x", "9", std::string(64, 'x').c_str()}) {
    BOOST_TEST(parseName(name) == name);
  }
}

BOOST_AUTO_TEST_CASE(refuses_what_does_not_fit_on_a_command_line) {
  for (const std::string& name :
       {std::string(), std::string("a b"), std::string("a/b"), std::string("\"a\""), std::string("ä"),
        std::string("a\n"), std::string("a\0", 2), std::string(65, 'x')}) {
    BOOST_CHECK_THROW((void)parseName(name), std::invalid_argument);
  }
}

BOOST_AUTO_TEST_CASE(takes_attribute_names_only) {
  BOOST_TEST(parseAttributeName("entryUUID") == "entryUUID");
  BOOST_TEST(parseAttributeName("x-id2") == "x-id2");
  for (const char* name : {"", "2id", "-id", "a_b", "a;binary", "a b", "1.2.3"}) {
    BOOST_CHECK_THROW((void)parseAttributeName(name), std::invalid_argument);
  }
}

BOOST_AUTO_TEST_SUITE_END()
