#pragma once

#include <string>
#include <vector>

#include "connector/endpoint/Endpoint.h"
#include "connector/endpoint/Metrics.h"
#include "connector/store/Store.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// Why the directory cannot be used, or "" when it can. Asks it, and settles what waits to be settled.
/// \throws StoreError
[[nodiscard]] std::string complaint(DirectoryRuntime& runtime);

/// What an administrator enters in the identity provider, one URL per base path: the endpoint's public URL
/// where it has one, else the listener's address, or this machine's name where it listens on all of them.
[[nodiscard]] std::vector<std::string> tenantUrls(const EndpointConfiguration& endpoint,
                                                  const ServerSettings& listener);

/// The state of everything, for the page and for scripts: version, started, time, ready, requests; and
/// directories, endpoints, tokens (never a token's value or hash).
/// \param now       by which the service decides
/// \param listener  where SCIM is really served: a reload does not move it
/// \throws StoreError
[[nodiscard]] scim::Json statusJson(const Snapshot& snapshot, const ServerSettings& listener, Store& store,
                                    const Metrics& metrics, TimePoint started, TimePoint now);

}  // namespace scim2ldap::connector
