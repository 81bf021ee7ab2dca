#pragma once

#include <string>

#include "ldap/DirectorySettings.h"
#include "ldap/Dn.h"
#include "ldap/ResultCode.h"

namespace scim2ldap::ldap {

/// Binds as somebody over a connection of its own, and says how that went: success, invalidCredentials, …,
/// or connectError when no server is there. An empty password is invalidCredentials, without asking: the
/// server would take it for an anonymous bind (RFC 4513 §5.1.2).
[[nodiscard]] ResultCode tryBind(DirectorySettings settings, const Dn& dn, const std::string& password);

}  // namespace scim2ldap::ldap
