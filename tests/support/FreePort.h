#pragma once

#include <cstdint>

namespace scim2ldap::test {

/// A port that nobody listened on at 127.0.0.1 a moment ago.
/// \throws std::runtime_error  when there is none
[[nodiscard]] std::uint16_t freePort();

}  // namespace scim2ldap::test
