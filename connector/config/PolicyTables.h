#pragma once

#include "connector/config/EndpointPolicies.h"
#include "connector/config/LeavingGuard.h"
#include "connector/config/SectionValues.h"
#include "mappings/Mapping.h"

namespace scim2ldap::connector {

/// Reads an endpoint's own keys on what it takes from its client, and `[endpoint.verbs]`.
/// \param mapping  of the endpoint; attributes that the keys name are looked for there
void readPolicies(Section& endpoint, const mappings::Mapping& mapping, EndpointPolicies& policies);

/// Reads `[endpoint.leaving_guard]`.
void readLeavingGuard(Section& endpoint, LeavingGuard& guard);

}  // namespace scim2ldap::connector
