#pragma once

#include "scim/Json.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// The resource that a PUT makes of one: what the client sent, with what is not the client's to change.
/// \param before, sent  canonical
/// \returns canonical
/// \throws Error  400 mutability naming an immutable attribute that has another value
/// RFC 7644 §3.5.1
[[nodiscard]] Json applyPut(const ResourceType& type, const Json& before, const Json& sent);

}  // namespace scim2ldap::scim
