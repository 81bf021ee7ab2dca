#include "tests/fault/Pacer.h"

#include <algorithm>
#include <thread>

namespace scim2ldap::test {

void Pacer::take() {
  using Clock = std::chrono::steady_clock;
  if (perSecond_ <= 0) return;
  Clock::time_point turn;
  {
    const std::lock_guard lock(mutex_);
    if (free_ > 0) {
      --free_;
      return;
    }
    // What was missed while the service was away is not made up for.
    turn = std::max(Clock::now(), next_);
    next_ = turn + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / perSecond_));
  }
  std::this_thread::sleep_until(turn);
}

void Pacer::burst(int requests) {
  const std::lock_guard lock(mutex_);
  free_ += requests;
}

}  // namespace scim2ldap::test
