#pragma once

#include "connector/provisioning/Compile.h"
#include "scim/EntityTag.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// The tag of the state that a user or group is in. Pure.
///
/// A user's is made of what clients see of it. A group's takes its entry's version in addition, which stands
/// for the members: they count, and are not read for it.
/// \param resource  resourceOf(mapping, current)
[[nodiscard]] scim::EntityTag versionOf(const CurrentResource& current, const scim::Json& resource);

}  // namespace scim2ldap::connector
