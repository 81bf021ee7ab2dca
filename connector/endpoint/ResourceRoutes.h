#pragma once

#include "connector/endpoint/Call.h"

namespace scim2ldap::connector {

/// Answers a request to /Users, /Groups or one resource below. RFC 7644 §3.2
/// \throws scim::Error  404 for what is not there, 405, and whatever the service throws
[[nodiscard]] HttpResponse dispatchResources(Call& call, Kind kind);

}  // namespace scim2ldap::connector
