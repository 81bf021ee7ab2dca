#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "connector/log/Logger.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The nearest of 30, 7 and 1 days before its end that something has reached; nullopt when it has not reached
/// any, is over, or has no end.
[[nodiscard]] std::optional<int> expiryThreshold(const std::optional<TimePoint>& expires, TimePoint now);

/// Warns in the log, 30, 7 and 1 days before, of tokens and client secrets that are about to expire: once for
/// each of these days. Not thread-safe.
class ExpiryWatch {
 public:
  ExpiryWatch(Store& store, Logger& logger) : store_(store), logger_(logger) {}

  /// \throws StoreError
  void look(TimePoint now);

 private:
  using Warned = std::set<std::pair<std::string, int>>;  ///< hash, days

  void lookAtTokens(TimePoint now, Warned& warned);
  void lookAtClients(TimePoint now, Warned& warned);
  /// \returns whether a warning is due
  [[nodiscard]] bool isDue(const std::string& hash, const std::optional<TimePoint>& expires, TimePoint now,
                           Warned& warned) const;

  Store& store_;
  Logger& logger_;
  Warned warned_;
};

}  // namespace scim2ldap::connector
