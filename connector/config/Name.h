#pragma once

#include <string>

namespace scim2ldap::connector {

/// Checks the name of a directory, an endpoint or a token: letters, digits, "-", "_" and ".", at most 64.
/// Names stand on command lines and in the log.
/// \throws std::invalid_argument  what is wrong and what to write instead
[[nodiscard]] std::string parseName(const std::string& text);

/// Checks an attribute name. RFC 4512 §1.4 keystring
/// \throws std::invalid_argument
[[nodiscard]] std::string parseAttributeName(const std::string& text);

}  // namespace scim2ldap::connector
