#pragma once

#include <vector>

#include "connector/endpoint/Call.h"

namespace scim2ldap::connector {

/// What a call does to resources.
enum class Access { Read, Write };

[[nodiscard]] bool coversAccess(const std::vector<std::string>& scopes, Kind kind, Access access);

/// Makes sure that the token of a call may do this to resources of these types.
/// \throws scim::Error  403, with a challenge that names what is missing
/// RFC 6750 §3.1
void requireScopes(Call& call, const std::vector<Kind>& kinds, Access access);

}  // namespace scim2ldap::connector
