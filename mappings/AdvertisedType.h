#pragma once

#include "mappings/Mapping.h"
#include "scim/Schema.h"

namespace scim2ldap::mappings {

/// The resource type as /Schemas tells it: of the whole type, what rules map, and what goes with it: the
/// type, primary and display of values, with the mapped types as canonical ones; `active` of a user,
/// `password` where it is taken; `members` of a group. Extensions without a mapped attribute are left out.
[[nodiscard]] scim::ResourceType advertisedType(const scim::ResourceType& whole,
                                                const ResourceMapping& mapping);

}  // namespace scim2ldap::mappings
