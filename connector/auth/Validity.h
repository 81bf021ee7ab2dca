#pragma once

#include <optional>
#include <string>

#include "connector/store/Store.h"

namespace scim2ldap::connector {

enum class Validity { Valid, Expired, Revoked };

/// Where a token or a secret stands. Revoked is revoked whatever the clock says.
[[nodiscard]] Validity validityOf(const std::optional<TimePoint>& revoked,
                                  const std::optional<TimePoint>& expires, TimePoint now);

/// The same for people: "valid", "expires in 5 days" within the last 30, "expired"
/// or "revoked".
[[nodiscard]] std::string validityText(const std::optional<TimePoint>& revoked,
                                       const std::optional<TimePoint>& expires, TimePoint now);

/// For programs: "valid", "expired" or "revoked".
[[nodiscard]] std::string validityWord(const std::optional<TimePoint>& revoked,
                                       const std::optional<TimePoint>& expires, TimePoint now);

}  // namespace scim2ldap::connector
