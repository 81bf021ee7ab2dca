#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

namespace scim2ldap::bench {

/// What was measured of one operation.
struct Measurement {
  std::size_t operations = 0;
  double perSecond = 0;
  double p50 = 0;  ///< milliseconds
  double p99 = 0;  ///< milliseconds
};

/// One client's way to do the operation for the n-th time (n counts over all clients). It throws when the
/// answer is not as it has to be. \returns false when there is nothing left to do it with
using Client = std::function<bool(std::size_t n)>;

/// Lets `clients` clients work at once, each in a thread with what it made for itself, until the time is
/// over. \param make  called in the client's thread before the clock starts \throws std::runtime_error  the
/// first wrong answer of any client
[[nodiscard]] Measurement measure(std::size_t clients, std::chrono::milliseconds time,
                                  const std::function<Client(std::size_t client)>& make);

/// The one in the middle, by operations per second.
[[nodiscard]] Measurement median(std::vector<Measurement> runs);

}  // namespace scim2ldap::bench
