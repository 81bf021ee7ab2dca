#pragma once

#include "connector/log/Logger.h"

namespace scim2ldap::connector {

/// Keeps what the process holds in memory, passwords and personal data, to itself: no core dumps, and no
/// other process of the same user looks into it. To be called before any secret is read.
void keepMemoryPrivate();

/// Tells in the log when the process has more rights than it needs.
void tellRights(Logger& logger);

}  // namespace scim2ldap::connector
