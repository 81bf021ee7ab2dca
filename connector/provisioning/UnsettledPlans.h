#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace scim2ldap::connector {

/// The journal rows whose plans wait to be settled, by directory. Lives as long as the process: a reload of
/// the configuration makes new executors, not new plans. Thread-safe.
class UnsettledPlans {
 public:
  /// What to do with a plan of which the directory shows nothing.
  enum class WhenUntouched {
    Drop,    ///< found at start: nobody knows how old it is
    CarryOn  ///< the directory did not answer just now, and may still be at it
  };

  void add(const std::string& directory, std::int64_t journal, WhenUntouched whenUntouched);
  void remove(const std::string& directory, std::int64_t journal);
  [[nodiscard]] bool any(const std::string& directory) const;
  /// Oldest first.
  [[nodiscard]] std::map<std::int64_t, WhenUntouched> of(const std::string& directory) const;
  /// One settler at a time: held until it goes out of scope.
  [[nodiscard]] std::unique_lock<std::mutex> takeTurn() { return std::unique_lock(turn_); }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::map<std::int64_t, WhenUntouched>> plans_;
  std::mutex turn_;
};

}  // namespace scim2ldap::connector
