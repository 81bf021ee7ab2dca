#include <boost/test/unit_test.hpp>

#include "ServiceFixture.h"
#include "connector/provisioning/DirectoryCheck.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

BOOST_AUTO_TEST_SUITE(DirectoryCheckSuite)

BOOST_FIXTURE_TEST_CASE(tells_whom_sasl_external_stands_for, ServiceFixture) {
  DirectoryConfiguration configuration{"main", ldap::Dn::parse(slapd.base()), "entryUUID", slapd.settings()};
  configuration.settings.uris = {slapd.ldapiUri()};
  configuration.settings.bindMethod = ldap::BindMethod::SaslExternal;
  std::string told;
  CheckReport report([&](Verdict, const std::string& text) { told += text + "\n"; });
  checkDirectory(endpoint, configuration, nullptr, Rehearse::No, report);
  BOOST_TEST(
      told.find("SASL EXTERNAL makes the service account dn:" + slapd.serviceDn()) != std::string::npos,
      told);
}

BOOST_AUTO_TEST_SUITE_END()
