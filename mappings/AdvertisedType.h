#pragma once

#include "mappings/Mapping.h"
#include "scim/Schema.h"

namespace scim2ldap::mappings {

/// The resource type as /Schemas tells it: of the whole type, what rules map, and what goes with it: the
/// type, primary and display of values, with the mapped types as canonical ones; `active` of a user,
/// `password` where it is taken; `members` of a group. Extensions without a mapped attribute are left out.
[[nodiscard]] scim::ResourceType advertisedType(const scim::ResourceType& whole,
                                                const ResourceMapping& mapping);

/// Adds `groups` to the type of users, to be returned on request: it is not part of a user's entry and has to
/// be looked up. For mappings that have groups.
void advertiseGroups(scim::ResourceType& user);

}  // namespace scim2ldap::mappings
