#pragma once

#include "connector/http/Message.h"
#include "connector/provisioning/Preconditions.h"

namespace scim2ldap::connector {

/// What the request says in If-Match and If-None-Match.
/// \throws scim::Error  400 invalidSyntax
/// RFC 9110 §13.1.1, §13.1.2
[[nodiscard]] Preconditions conditionalHeaders(const HttpRequest& request);

}  // namespace scim2ldap::connector
