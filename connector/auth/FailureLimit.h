#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace scim2ldap::connector {

/// Counts failed authentications by address (networkOf), and says when there were too many within a minute.
/// It knows nothing of successes: whoever shares an address with somebody who guesses is not held up.
/// Remembers at most kMostAddresses, those that failed last. Thread-safe.
class FailureLimit {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::seconds kWindow{60};
  static constexpr std::size_t kMostAddresses = 10'000;

  /// The state of an address that has failed too often.
  struct Excess {
    std::chrono::seconds wait{};  ///< until its failures are counted anew; at least 1 s
    bool isFirst = false;         ///< the first beyond the limit
    std::size_t untold = 0;       ///< of the first: failures beyond the limit in windows before
  };

  /// Counts a failure.
  /// \param most  failures within a window that are answered as such; 0: any number
  /// \returns     nullopt while there were not more
  [[nodiscard]] std::optional<Excess> fail(std::string_view peer, std::size_t most, Clock::time_point now);

  [[nodiscard]] std::size_t addresses() const;

 private:
  struct Window {
    std::string key;
    Clock::time_point begin;
    std::size_t failures = 0;
    std::size_t untold = 0;  ///< beyond the limit, since the last first one
  };

  mutable std::mutex mutex_;
  std::list<Window> windows_;  ///< the address that failed last comes first; guarded by mutex_
  std::unordered_map<std::string, std::list<Window>::iterator> byKey_;  ///< guarded by mutex_
};

}  // namespace scim2ldap::connector
