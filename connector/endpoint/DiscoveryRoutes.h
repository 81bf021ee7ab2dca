#pragma once

#include "connector/endpoint/Call.h"

namespace scim2ldap::connector {

/// Answers a request to /ServiceProviderConfig, /ResourceTypes or /Schemas, made from the endpoint's mapping;
/// /Me is 501. RFC 7644 §4, §3.11
/// \throws scim::Error  404 for any other path, 405
[[nodiscard]] HttpResponse dispatchDiscovery(Call& call);

}  // namespace scim2ldap::connector
