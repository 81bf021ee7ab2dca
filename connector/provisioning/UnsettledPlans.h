#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

namespace scim2ldap::connector {

/// Counts how often plans of a directory were settled. What was read in one epoch may not hold in the next.
using Epoch = std::uint64_t;

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
  /// The plan waits no longer: a new epoch begins.
  void remove(const std::string& directory, std::int64_t journal);
  [[nodiscard]] bool any(const std::string& directory) const;
  [[nodiscard]] Epoch epoch(const std::string& directory) const;
  /// Oldest first.
  [[nodiscard]] std::map<std::int64_t, WhenUntouched> of(const std::string& directory) const;

  /// An attempt to settle failed just now.
  void noteFailure(const std::string& directory);
  [[nodiscard]] bool failedSince(const std::string& directory,
                                 std::chrono::steady_clock::time_point when) const;

  /// To be held while a plan is carried out; many can be at once.
  [[nodiscard]] std::shared_lock<std::shared_mutex> carryingOut(const std::string& directory);
  /// To be held while plans are settled: no other plan is carried out meanwhile.
  [[nodiscard]] std::unique_lock<std::shared_mutex> settling(const std::string& directory);

 private:
  struct Waiting {
    std::map<std::int64_t, WhenUntouched> plans;
    Epoch epoch = 0;
    std::chrono::steady_clock::time_point lastFailure{};
    std::shared_mutex writes;
  };
  [[nodiscard]] Waiting& waiting(const std::string& directory) const;

  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<Waiting>> directories_;
};

}  // namespace scim2ldap::connector
