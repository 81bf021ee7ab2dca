#pragma once

#include <string_view>

namespace scim2ldap::connector {

/// Whether the LDAP attribute holds a secret: never shown, and never given back by a directory as it was
/// sent.
[[nodiscard]] bool isSecret(std::string_view attribute);

}  // namespace scim2ldap::connector
