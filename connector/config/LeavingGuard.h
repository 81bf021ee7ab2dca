#pragma once

#include <cstdint>
#include <optional>

namespace scim2ldap::connector {

/// How many users may be disabled and deleted within an hour; the smaller limit counts. Both absent: any
/// number.
struct LeavingGuard {
  std::optional<std::int64_t> count{};
  std::optional<double> share{};  ///< of the endpoint's users, 0 to 1
  [[nodiscard]] bool isOn() const { return count || share; }
};

}  // namespace scim2ldap::connector
