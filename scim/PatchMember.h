#pragma once

#include <string>

#include "scim/Patch.h"

namespace scim2ldap::scim {

/// The operation that a member of a pathless value stands for; its name is a path by itself.
/// \param urn  the schema whose object the member stands in, "" at the top
/// \returns an operation without path, its value the member, when the name is no path
[[nodiscard]] PatchOperation memberOperation(PatchOp op, const std::string& urn, const Json::Member& member);

}  // namespace scim2ldap::scim
