#pragma once

#include <string_view>

namespace scim2ldap::connector {

/// Whether `after` is the name that Entra gives a soft-deleted user: its object id (32 hexadecimal digits,
/// with or without hyphens) in front of the name it had.
[[nodiscard]] bool isSoftDeletedName(std::string_view before, std::string_view after);

}  // namespace scim2ldap::connector
