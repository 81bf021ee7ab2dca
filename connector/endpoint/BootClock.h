#pragma once

#include <chrono>

namespace scim2ldap::connector {

/// The time since the machine was started. It cannot be set, and goes on while the machine is suspended,
/// unlike std::chrono::steady_clock.
struct BootClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<BootClock>;
  static constexpr bool is_steady = true;

  [[nodiscard]] static time_point now() noexcept;
};

}  // namespace scim2ldap::connector
