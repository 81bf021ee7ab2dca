#pragma once

#include <string>

#include "mappings/Mapping.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// A resource that the mapping can make an entry of, and that bears the name wherever it may: the naming
/// attributes, whatever the mapping requires, and what its templates read. Of no one, and nothing in it is
/// meant to be kept. Pure.
/// \param name  letters, digits and hyphens; short enough for a login name
[[nodiscard]] scim::Json sampleResource(const mappings::ResourceMapping& mapping, const std::string& name);

}  // namespace scim2ldap::connector
