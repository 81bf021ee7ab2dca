#pragma once

#include "connector/endpoint/Call.h"
#include "connector/endpoint/DirectoryAlerts.h"
#include "connector/log/Logger.h"
#include "scim/Error.h"

namespace scim2ldap::connector {

/// What the client is told about the exception in flight; to be called in a catch block. What the client
/// cannot understand or mend is logged here under the request's id.
/// \param alerts  takes what ails the directory
[[nodiscard]] scim::Error caughtError(const Call& call, DirectoryAlerts& alerts, Logger& logger);

}  // namespace scim2ldap::connector
