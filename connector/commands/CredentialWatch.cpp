#include "connector/commands/CredentialWatch.h"

#include <chrono>

#include "connector/auth/ExpiryWatch.h"
#include "connector/provisioning/StoppableWait.h"

namespace scim2ldap::connector {
namespace {

constexpr std::chrono::seconds kInterval{10};
constexpr std::chrono::days kKeptExpired{
    1};  ///< so that the log tells of an expired token, not of an unknown one

}  // namespace

void watchCredentials(const std::stop_token& stop, ScimHandler& scim, Store& store, Logger& logger) {
  ExpiryWatch expiry(store, logger);
  while (!stop.stop_requested()) {
    const auto now = scim.now();
    try {
      expiry.look(now);
      store.removeExpiredTokens(now - kKeptExpired);
    } catch (const StoreError& error) {
      logger.error("STORE_FAILED", "Tokens could not be looked after", {{"reason", error.what()}});
    }
    scim.refreshKeys();
    waitFor(kInterval, stop);
  }
}

}  // namespace scim2ldap::connector
