#include <boost/test/unit_test.hpp>

#include "ServiceFixture.h"
#include "connector/provisioning/DirectoryCheck.h"
#include "connector/provisioning/LookUpCheck.h"

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

BOOST_AUTO_TEST_CASE(a_look_up_is_slow_beside_reading_one_entry) {
  using std::chrono::microseconds;
  BOOST_TEST(!isSlow(microseconds(300), microseconds(200)));
  BOOST_TEST(!isSlow(microseconds(200'000), microseconds(90'000)));  // a directory far away
  BOOST_TEST(isSlow(microseconds(30'000), microseconds(200)));
}

BOOST_FIXTURE_TEST_CASE(names_the_attributes_that_are_not_found_by_quickly, ServiceFixture) {
  std::string warnings;
  std::size_t good = 0;
  CheckReport report([&](Verdict verdict, const std::string& text) {
    if (verdict == Verdict::Warning) warnings += text + "\n";
    if (verdict == Verdict::Ok) ++good;
  });
  const auto always = [](bool slow) { return [slow](auto, auto) { return slow; }; };
  checkLookUps(endpoint.mapping, "entryUUID", directory, report, always(true));
  BOOST_TEST(good == 0U);
  for (const char* attribute : {"entryUUID", "uid", "cn", "manager", "member"})
    BOOST_TEST(warnings.find("olcDbIndex: " + std::string(attribute) + " eq\"") != std::string::npos,
               warnings);
  warnings.clear();
  checkLookUps(endpoint.mapping, "entryUUID", directory, report, always(false));
  BOOST_TEST(warnings.empty());
  BOOST_TEST(good == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
