#pragma once

#include <stop_token>

#include "connector/endpoint/ScimHandler.h"
#include "connector/log/Logger.h"

namespace scim2ldap::connector {

/// Sees to the fallback groups of all endpoints until it is stopped: puts users in and takes them out when
/// their time has come. The side table knows when that is, so a restart or a clock that jumps loses nobody.
void takeFallbackTurns(const std::stop_token& stop, const ScimHandler& scim, Logger& logger);

}  // namespace scim2ldap::connector
