#pragma once

#include <sys/time.h>

#include <chrono>

namespace scim2ldap::ldap {

/// The duration as the system's and libldap's calls take it.
[[nodiscard]] inline timeval toTimeval(std::chrono::microseconds duration) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(duration);
  return {static_cast<time_t>(seconds.count()), static_cast<suseconds_t>((duration - seconds).count())};
}

}  // namespace scim2ldap::ldap
