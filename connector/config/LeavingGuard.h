#pragma once

#include <cstdint>
#include <optional>

namespace scim2ldap::connector {

/// How many users may be disabled and deleted within an hour; the smaller limit counts. Both absent: any
/// number.
struct LeavingGuard {
  std::optional<std::int64_t> count{};
  std::optional<std::int64_t> percent{};  ///< of the endpoint's users
  [[nodiscard]] bool isOn() const { return count || percent; }
};

}  // namespace scim2ldap::connector
