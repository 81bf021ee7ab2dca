#pragma once

#include "ldap/Capabilities.h"
#include "ldap/Connection.h"

namespace scim2ldap::ldap {

/// Finds out what the server can do by asking for it: each critical control goes with a modify of an entry
/// that does not exist, or with the reading of one entry. A server without it refuses with
/// unavailableCriticalExtension (RFC 4511 §4.1.11). Changes nothing.
/// \throws Error  serverDown, timeout, busy and the like
[[nodiscard]] Capabilities probeCapabilities(Connection& connection, const DirectorySettings& settings);

}  // namespace scim2ldap::ldap
