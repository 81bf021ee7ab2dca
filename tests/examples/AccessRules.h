#pragma once

#include <string>

namespace scim2ldap::test {

/// The rules of a shipped LDIF file that adds `olcAccess`, as slapd.conf has them.
[[nodiscard]] std::string accessRules(const std::string& ldif);

}  // namespace scim2ldap::test
