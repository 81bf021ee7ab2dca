#pragma once

#include "connector/config/EndpointPolicies.h"
#include "connector/provisioning/DirectoryView.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

// What an endpoint asks of every resource, beyond its mapping. Pure.

/// What the endpoint asks of a resource in the body of a POST or PUT.
/// \param body      as it was sent: what the mapping only shows, as a manager's displayName, counts here
/// \param resource  what of it is mapped, canonical
/// \throws scim::Error  400 invalidValue naming the attribute that is missing or not well formed
void checkDemands(const EndpointPolicies& policies, const scim::ResourceType& type, Kind kind,
                  const scim::Json& body, const scim::Json& resource);

/// What a change may not take away, and the form of a new name.
/// \throws scim::Error  400 invalidValue
void checkStillMeetsDemands(const EndpointPolicies& policies, Kind kind, const scim::Json& before,
                            const scim::Json& after);

}  // namespace scim2ldap::connector
