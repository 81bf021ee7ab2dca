#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// Whether the LDAP attribute holds a secret: never shown, and never given back by a directory as it was
/// sent.
[[nodiscard]] bool isSecret(std::string_view attribute);

/// The path of an attribute, for the log: without the filter of one that holds a password, whose value may be
/// one.
[[nodiscard]] std::string withoutSecret(std::string path);

}  // namespace scim2ldap::connector
