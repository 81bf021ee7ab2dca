#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ldap/Entry.h"

namespace scim2ldap::connector {

/// Where a user or group stands among the others: in the order in which they were created, so that new ones
/// come last, and in the order of their ids where that is the same second. Never changes.
struct IdKey {
  std::int64_t created = 0;  ///< seconds since 1970; 0 when the directory does not say
  std::string id;

  /// A text for a cursor: "1795774273.597ae2f6-16a6-1027-98f4-d28b5365dc14".
  [[nodiscard]] std::string toString() const;
  /// \returns nullopt for what `toString` cannot have written
  [[nodiscard]] static std::optional<IdKey> parse(std::string_view text);

  auto operator<=>(const IdKey&) const = default;
};

/// The key of an entry that was read with its id and createTimestamp; nullopt where it has no id that we may
/// read.
[[nodiscard]] std::optional<IdKey> keyOf(const ldap::Entry& entry, std::string_view idAttribute);

}  // namespace scim2ldap::connector
