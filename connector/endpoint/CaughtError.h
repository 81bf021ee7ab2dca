#pragma once

#include <string>

#include "connector/log/Logger.h"
#include "scim/Error.h"

namespace scim2ldap::connector {

/// What the client is told about the exception in flight; to be called in a catch block. What the client
/// cannot understand or mend is logged here under the request's id.
[[nodiscard]] scim::Error caughtError(const std::string& requestId, Logger& logger);

}  // namespace scim2ldap::connector
