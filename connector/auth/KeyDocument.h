#pragma once

#include <string>

namespace scim2ldap::connector {

/// The text of a JWK Set: of a file when the location is an absolute path, else of a URL.
/// \throws std::exception  when it cannot be had, with the reason
[[nodiscard]] std::string readKeyDocument(const std::string& location);

}  // namespace scim2ldap::connector
