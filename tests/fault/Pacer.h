#pragma once

#include <chrono>
#include <mutex>

namespace scim2ldap::test {

/// Lets so many requests a second begin, and now and then many at once. Thread-safe.
class Pacer {
 public:
  /// \param perSecond  0: as many as the clients can make
  explicit Pacer(double perSecond) : perSecond_(perSecond) {}

  /// Returns when the caller may send a request.
  void take();
  /// The next ones need not wait.
  void burst(int requests);

 private:
  double perSecond_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point next_{};
  int free_ = 0;
};

}  // namespace scim2ldap::test
