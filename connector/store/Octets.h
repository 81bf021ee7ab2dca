#pragma once

#include <string>
#include <string_view>

#include "scim/Json.h"

namespace scim2ldap::connector {

/// LDAP values are octet strings: UTF-8 without NUL becomes a JSON string, anything else {"base64": "…"}.
[[nodiscard]] scim::Json octetsToJson(std::string_view octets);
/// octetsFromJson(octetsToJson(o)) == o.
/// \throws std::invalid_argument  when the JSON is neither
[[nodiscard]] std::string octetsFromJson(const scim::Json& json);

}  // namespace scim2ldap::connector
