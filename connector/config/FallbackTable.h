#pragma once

#include <optional>

#include "connector/config/FallbackPolicy.h"
#include "connector/config/SectionValues.h"
#include "mappings/Mapping.h"

namespace scim2ldap::connector {

/// Reads [endpoint.fallback_group]. The group's DN is left relative to the directory's base.
/// \param endpoint  the [[endpoint]] that may hold it
/// \param mapping   the endpoint's; it has to have groups with members
[[nodiscard]] std::optional<FallbackPolicy> readFallbackGroup(Section& endpoint,
                                                              const mappings::Mapping& mapping);

}  // namespace scim2ldap::connector
