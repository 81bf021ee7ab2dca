#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <iostream>

#include "tests/fault/EntraCrowd.h"
#include "tests/fault/Turmoil.h"

using namespace scim2ldap::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kOperationTimeout = 500ms;
constexpr auto kLongestLife = 400ms;  ///< between two kills

/// A number that the caller sets (tests/fault/kills does).
unsigned setting(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

SlapdOptions directory() {
  SlapdOptions options;
  options.ppolicy = true;
  options.syncprov = true;
  return options;
}

ConnectorOptions connectorOptions() {
  ConnectorOptions options;
  options.directoryLines = "operation_timeout = \"500ms\"\nlease_timeout = \"500ms\"\n";
  return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Kills)

BOOST_AUTO_TEST_CASE(what_eight_clients_were_told_is_true_however_often_the_daemons_are_killed) {
  const unsigned kills = setting("SCIM2LDAP_KILLS", 20);
  const unsigned seed = setting("SCIM2LDAP_SEED", static_cast<unsigned>(std::random_device()()));
  TemporarySlapd slapd(directory());
  ConnectorProcess connector(slapd, connectorOptions());
  CrowdSettings settings;
  settings.seed = seed;
  EntraCrowd crowd(ScimClient(connector), settings);
  Turmoil turmoil(slapd, connector, kOperationTimeout, seed);
  BOOST_TEST_MESSAGE("seed " << seed);
  crowd.start();
  while (turmoil.connectorKills() < static_cast<int>(kills)) {
    turmoil.wait(kLongestLife);
    switch (turmoil.roll(10)) {
      case 0:
        turmoil.killSlapd();
        break;
      case 1:
        turmoil.stopSlapd();
        break;
      case 2:
        turmoil.killConnectorWhileSlapdIsStopped();
        break;
      default:
        turmoil.killConnector();
    }
  }
  crowd.finish();
  crowd.compareEnd(connector, slapd);

  BOOST_TEST_MESSAGE(turmoil.summary());
  BOOST_TEST_MESSAGE(crowd.findings().summary());
  BOOST_TEST(crowd.findings().answers() > 0);
  for (const std::string& text : crowd.findings().texts()) BOOST_ERROR(text);
  if (const char* folder = std::getenv("SCIM2LDAP_KEEP"); folder != nullptr)
    std::filesystem::copy(connector.stateFolder(), folder, std::filesystem::copy_options::recursive);
}

BOOST_AUTO_TEST_SUITE_END()
