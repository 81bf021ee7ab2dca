#include <chrono>
#include <iostream>

#include "connector/commands/CommandEndpoint.h"
#include "connector/commands/CommandUser.h"
#include "connector/commands/ServiceTime.h"
#include "connector/commands/StateTasks.h"
#include "connector/config/BareConfiguration.h"
#include "connector/config/Duration.h"
#include "connector/store/SqliteStore.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

constexpr std::chrono::milliseconds kUsual = std::chrono::hours(1);

}  // namespace

int confirmLeaving(const Options& options) {
  options.expectWords(1, "");
  const Configuration configuration = readBareConfiguration(options.configurationFile());
  const EndpointConfiguration& endpoint = endpointFor(
      options, configuration, [](const EndpointConfiguration& each) { return each.leavingGuard.isOn(); },
      "[endpoint.leaving_guard]");
  std::chrono::milliseconds duration = kUsual;
  if (const auto text = options.value("for")) {
    try {
      duration = parseDuration(*text);
    } catch (const std::invalid_argument& error) {
      throw UsageError(std::string("--for: ") + error.what());
    }
  }
  const std::unique_ptr<Store> store =
      openSqliteStore(configuration.stateFile(), std::nullopt, commandUser());
  const TimePoint now = timeOfService(configuration.stateDirectory);
  const std::int64_t left = store->countLeavings(endpoint.name, "", now - std::chrono::hours(1));
  store->confirmLeaving(endpoint.name, now + duration);
  std::cerr << left << " users of endpoint " << endpoint.name
            << " were disabled or deleted within the last hour. Any number more may leave until "
            << scim::printDateTime(std::chrono::floor<std::chrono::seconds>(now + duration))
            << "; those do not count afterwards.\n";
  return kDone;
}

}  // namespace scim2ldap::connector
