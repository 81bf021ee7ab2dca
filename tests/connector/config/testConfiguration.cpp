#include <boost/test/unit_test.hpp>

#include "connector/config/Configuration.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(ConfigurationSuite)

BOOST_AUTO_TEST_CASE(finds_directories_and_endpoints_by_name) {
  Configuration configuration;
  configuration.directories.resize(2);
  configuration.directories[1].name = "second";
  configuration.endpoints.resize(2);
  configuration.endpoints[1].name = "entra";
  BOOST_TEST(&configuration.directory("second") == &configuration.directories[1]);
  BOOST_CHECK_THROW((void)configuration.directory("third"), std::out_of_range);
  BOOST_TEST(configuration.findEndpoint("entra") == &configuration.endpoints[1]);
  BOOST_TEST(configuration.findEndpoint("Entra") == nullptr);
}

BOOST_AUTO_TEST_CASE(keeps_the_side_table_in_the_state_directory) {
  Configuration configuration;
  configuration.stateDirectory = "/srv/state";
  BOOST_TEST(configuration.stateFile() == "/srv/state/scim2ldap.db");
}

BOOST_AUTO_TEST_CASE(the_listeners_differ_by_default) {
  const Configuration configuration;
  BOOST_TEST(configuration.server.port == 8080);
  BOOST_TEST(configuration.admin.port == 8081);
}

BOOST_AUTO_TEST_SUITE_END()
