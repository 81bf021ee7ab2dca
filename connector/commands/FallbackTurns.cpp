#include "connector/commands/FallbackTurns.h"

#include <chrono>
#include <memory>
#include <string>

#include "connector/provisioning/StoppableWait.h"
#include "ldap/Error.h"

namespace scim2ldap::connector {
namespace {

constexpr std::chrono::milliseconds kInterval{500};  ///< between two looks at what is due

/// Has one endpoint's users seen to. \returns what went wrong, other than that the directory is away
std::string takeTurn(const std::stop_token& stop, const ScimHandler& scim, Endpoint& endpoint) {
  try {
    while (endpoint.service.settleFallback(scim.now()) && !stop.stop_requested()) {
    }
  } catch (const ldap::Error&) {  // away, which /readyz tells: the next turn asks again
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

}  // namespace

void takeFallbackTurns(const std::stop_token& stop, const ScimHandler& scim, Logger& logger) {
  std::string told;
  while (!stop.stop_requested()) {
    // Held by name: a reload must not free what is at work.
    const std::shared_ptr<const Snapshot> snapshot = scim.snapshot();
    std::string failure;
    for (const auto& endpoint : snapshot->endpoints()) {
      if (std::string own = takeTurn(stop, scim, *endpoint); !own.empty()) failure = std::move(own);
    }
    if (!failure.empty() && failure != told)
      logger.error("STORE_FAILED", "The fallback group could not be seen to", {{"reason", failure}});
    told = std::move(failure);
    waitFor(kInterval, stop);
  }
}

}  // namespace scim2ldap::connector
