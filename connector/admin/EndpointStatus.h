#pragma once

#include "connector/endpoint/Endpoint.h"
#include "connector/store/Store.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// The part of /api/status about one endpoint: how it is reached, what it keeps, and its policies.
/// \param listener  where SCIM is really served
/// \throws StoreError
[[nodiscard]] scim::Json endpointJson(Endpoint& endpoint, const ServerSettings& listener, Store& store,
                                      TimePoint now);

}  // namespace scim2ldap::connector
