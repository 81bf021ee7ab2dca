#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connector/config/RolePolicy.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// What a policy makes of the roles that a client gave a user.
struct ResolvedRole {
  std::string raw{};       ///< the client's value that it comes from; "" where none counts
  std::string role{};      ///< "": none
  bool isUnknown = false;  ///< `raw` is no role by the policy: `role` is what the policy gives in its place

  bool operator==(const ResolvedRole&) const = default;
};

/// Whether the request gives the roles, or the user has them from before.
enum class RolesAre { Given, Kept };

/// Resolves the roles of a user. 1. Each value is looked up, in the table and then among the allowed roles,
/// without white space at its ends and in lower case. 2. Where somebody has all roles of a conflict rule, its
/// `keep` takes their place: the first one's, and as primary when one of them is. 3. The primary value
/// counts, without one the first. 4. A value that is no role becomes what `unknown` says. Without any value
/// the default counts.
/// \param roles  canonical, as the resource will have them; nullptr: it has none
/// \param held   the role that the user has by now; nullopt for one who is only made
/// \throws scim::Error  400 invalidValue naming the value, where the policy rejects one that is given. One
///                      that is kept rejects nothing: a leaver must not stay because of it
[[nodiscard]] ResolvedRole resolveRole(const RolePolicy& policy, const scim::Json* roles,
                                       const std::optional<std::string>& held, RolesAre rolesAre);

/// Every role that the policy can give a user; nullopt where it takes any value for a role.
[[nodiscard]] std::optional<std::vector<std::string>> possibleRoles(const RolePolicy& policy);

}  // namespace scim2ldap::connector
