#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace scim2ldap::bench {

/// What was measured of one operation.
struct Measurement {
  std::size_t operations = 0;
  std::size_t askedToWait = 0;  ///< answers that asked to come again later; none of the operations
  std::size_t turnedAway = 0;   ///< connections that broke without an answer
  double seconds = 0;
  double perSecond = 0;  ///< the sum over the clients; where some were not served, of the whole time
  double p50 = 0;        ///< milliseconds
  double p99 = 0;        ///< milliseconds
  double max = 0;        ///< milliseconds
};

/// Thrown by a client whose server is too busy.
class AskedToWait : public std::runtime_error {
 public:
  explicit AskedToWait(std::chrono::seconds time)
      : std::runtime_error("an answer was 503 with Retry-After: " + std::to_string(time.count())),
        time_(time) {}
  [[nodiscard]] std::chrono::seconds time() const { return time_; }

 private:
  std::chrono::seconds time_;
};

/// Thrown by a client whose connection broke before anything of an answer was there.
class TurnedAway : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
/// What AskedToWait and TurnedAway are: an error, or a reason to come again with the same n, which is
/// counted: when the time has passed, or a second later.
enum class WhenBusy { Fail, ComeAgain };

/// One client's way to do the operation for the n-th time (n counts over all clients). It throws when the
/// answer is not as it has to be. \returns false when there is nothing left to do it with
using Client = std::function<bool(std::size_t n)>;

/// Lets `clients` clients work at once, each in a thread with what it made for itself, until the time is
/// over or nothing is left. \param make  called in the client's thread before the clock starts
/// \throws std::runtime_error  the first wrong answer of any client
[[nodiscard]] Measurement measure(std::size_t clients, std::chrono::milliseconds time,
                                  const std::function<Client(std::size_t client)>& make,
                                  WhenBusy whenBusy = WhenBusy::Fail);

/// The one in the middle, by operations per second.
[[nodiscard]] Measurement median(std::vector<Measurement> runs);

}  // namespace scim2ldap::bench
