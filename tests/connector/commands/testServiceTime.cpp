#include <boost/test/unit_test.hpp>

#include "connector/commands/ControlSocket.h"
#include "connector/config/Configuration.h"
#include "connector/store/SqliteStore.h"
#include "scim/Json.h"
#include "tests/connector/commands/ProgramRun.h"
#include "tests/connector/config/ConfigurationFile.h"
#include "tests/support/ConnectorProcess.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using namespace std::chrono_literals;

namespace {

/// A service that does not believe the machine's clock.
struct Fixture : ConfigurationFile {
  TimePoint now{std::chrono::days(20'000)};
  Configuration configuration = prepared();
  std::unique_ptr<Store> store = openSqliteStore(configuration.stateFile());
  ControlSocket service{configuration.stateDirectory, [this](const std::string&) {
                          return "{\"now\":" + std::to_string(now.time_since_epoch().count()) + "}";
                        }};

  Configuration prepared() {
    write("scim2ldap.toml", kText + "[endpoint.leaving_guard]\ncount = 5\n");
    return readConfiguration(file());
  }
  void run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--config", file().string()});
    const ProgramRun result = runScim2ldap(arguments);
    BOOST_TEST(result.status == 0, result.errors);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ServiceTimeSuite, Fixture)

BOOST_AUTO_TEST_CASE(is_what_commands_reckon_by) {
  run({"token", "create", "first", "--expires", "1h"});
  BOOST_TEST((store->tokens("entra").front().expires == now + 1h));
  run({"client", "create", "app", "--expires", "2h"});
  BOOST_TEST((store->clients("entra").front().secrets.front().expires == now + 2h));
  run({"client", "rotate", "app", "--overlap", "30m"});
  BOOST_TEST((store->clients("entra").front().secrets.front().expires == now + 30min));
  run({"state", "confirm-leaving"});
  BOOST_TEST((store->leavingConfirmedUntil("entra") == now + 1h));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(the_running_service_tells_its_time) {
  const TemporarySlapd slapd({.ppolicy = true});
  const ConnectorProcess connector(slapd);
  const TimePoint before = currentTime();
  const std::optional<std::string> answer = askService(connector.stateFolder(), "{}");
  BOOST_TEST_REQUIRE(answer.has_value());
  const scim::Json result = scim::parseJson(*answer);
  BOOST_TEST_REQUIRE(result.find("now") != nullptr);
  const TimePoint told(std::chrono::milliseconds(result.find("now")->asInteger()));
  BOOST_TEST((told >= before - 1s && told <= currentTime() + 1s));
}
