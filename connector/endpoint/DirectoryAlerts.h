#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "connector/endpoint/Call.h"
#include "connector/log/BurstLog.h"
#include "connector/log/Logger.h"
#include "connector/provisioning/LdapErrors.h"

namespace scim2ldap::connector {

/// Tells the log what ails directories, once per burst, and that one is back. Thread-safe.
class DirectoryAlerts {
 public:
  using Clock = std::chrono::steady_clock;

  explicit DirectoryAlerts(Logger& logger) : log_(logger) {}

  /// A request met with this error.
  void failed(const Call& call, const DirectoryError& error);
  /// The directory took part in a request that was answered. One that began before the last failure proves
  /// nothing.
  void answered(const Call& call);

 private:
  BurstLog log_;
  std::mutex mutex_;
  std::map<std::string, Clock::time_point> away_;  ///< by directory, when it failed last; guarded by mutex_
};

}  // namespace scim2ldap::connector
