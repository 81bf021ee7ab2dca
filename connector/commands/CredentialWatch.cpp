#include "connector/commands/CredentialWatch.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "connector/auth/ExpiryWatch.h"

namespace scim2ldap::connector {
namespace {

constexpr std::chrono::seconds kInterval{10};
constexpr std::chrono::days kKeptExpired{
    1};  ///< so that the log tells of an expired token, not of an unknown one

}  // namespace

void watchCredentials(const std::stop_token& stop, ScimHandler& scim, Store& store, Logger& logger) {
  ExpiryWatch expiry(store, logger);
  std::mutex mutex;
  std::condition_variable_any wake;
  while (!stop.stop_requested()) {
    const auto now =
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    try {
      expiry.look(now);
      store.removeExpiredTokens(now - kKeptExpired);
    } catch (const StoreError& error) {
      logger.error("STORE_FAILED", "Tokens could not be looked after", {{"reason", error.what()}});
    }
    scim.refreshKeys();
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, kInterval, [] { return false; });
  }
}

}  // namespace scim2ldap::connector
