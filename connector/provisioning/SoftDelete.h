#pragma once

#include <string_view>

#include "scim/Json.h"

namespace scim2ldap::connector {

/// Whether `after` is the name that Entra gives a soft-deleted user: its object id (32 hexadecimal digits,
/// with or without hyphens) in front of the name it had.
[[nodiscard]] bool isSoftDeletedName(std::string_view before, std::string_view after);

/// Where a request makes the user inactive and gives it a soft-deleted name, by PATCH or PUT: takes the name
/// back, so that the entry keeps it and is found by it.
void keepSoftDeletedName(const scim::Json& before, scim::Json& after);

}  // namespace scim2ldap::connector
