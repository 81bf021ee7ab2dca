#pragma once

#include <string>
#include <vector>

#include "connector/config/EndpointPolicies.h"
#include "connector/provisioning/DirectoryView.h"
#include "scim/Error.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

// What an endpoint takes from its client. Pure.

/// What the policies leave of a change that a request asks for.
struct Permitted {
  scim::Json after;                    ///< what may become of the resource
  std::vector<std::string> ignored{};  ///< what stays as it is, without the client being told
  std::vector<std::string> refused{};  ///< what stays as it is, and is told where nothing else is done
};

/// Keeps what the policies take out of the request as it was. What the request leaves as it is, is not a
/// matter of policy.
/// \param before, after  canonical, without members; `after` may hold a password
[[nodiscard]] Permitted permit(const EndpointPolicies& policies, Kind kind,
                               const std::vector<std::string>& scopes, const scim::Json& before,
                               scim::Json after);

/// Whether any of the attributes is one that the client may change.
/// \param named  in standard notation; an extension may stand as a whole
[[nodiscard]] bool holdsAllowed(const EndpointPolicies& policies, Kind kind,
                                const std::vector<std::string>& scopes,
                                const std::vector<std::string>& named);

/// The policies for making and for deleting such resources.
[[nodiscard]] VerbPolicy createPolicy(const EndpointPolicies& policies, Kind kind);
[[nodiscard]] VerbPolicy deletePolicy(const EndpointPolicies& policies, Kind kind);

/// 403 for a request of which nothing is taken.
/// \param what  that the endpoint does not take: "new groups"
[[nodiscard]] scim::Error forbidden(const std::string& what);
/// \param parts  of a resource: "emails", "active"
[[nodiscard]] scim::Error forbidden(const std::vector<std::string>& parts);

}  // namespace scim2ldap::connector
