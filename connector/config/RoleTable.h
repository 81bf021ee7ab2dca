#pragma once

#include <optional>

#include "connector/config/RolePolicy.h"
#include "connector/config/SectionValues.h"

namespace scim2ldap::connector {

/// Reads `[endpoint.roles]`; nullopt without it.
/// \param endpoint  the section of the endpoint
[[nodiscard]] std::optional<RolePolicy> readRoles(Section& endpoint);

}  // namespace scim2ldap::connector
