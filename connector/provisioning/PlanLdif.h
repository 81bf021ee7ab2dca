#pragma once

#include <string>

#include "connector/provisioning/Plan.h"

namespace scim2ldap::connector {

/// The plan's LDAP operations as LDIF change records (RFC 2849), for people and for ldapmodify. Values of
/// userPassword and the like are replaced by "(removed)".
[[nodiscard]] std::string toLdif(const Plan& plan);

}  // namespace scim2ldap::connector
