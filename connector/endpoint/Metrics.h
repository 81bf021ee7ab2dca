#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace scim2ldap::connector {

/// Counts of answered requests, for the metrics page. Thread-safe.
class Metrics {
 public:
  void count(int status, std::chrono::microseconds duration);
  /// One that was answered before it was handled: beyond a limit, or no HTTP.
  void countTurnedAway(int status);

  /// The numbers in Prometheus' text format.
  [[nodiscard]] std::string exposition() const;
  [[nodiscard]] std::uint64_t requests() const;

 private:
  static constexpr std::array<double, 8> kBucketSeconds{0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0};

  std::array<std::atomic<std::uint64_t>, 6> byStatusClass_{};  ///< index: status / 100
  std::array<std::atomic<std::uint64_t>, 6> turnedAway_{};     ///< the same
  std::array<std::atomic<std::uint64_t>, kBucketSeconds.size()> buckets_{};
  std::atomic<std::uint64_t> microseconds_{0};
};

}  // namespace scim2ldap::connector
