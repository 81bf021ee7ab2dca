#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// Bytes in base64url without padding. RFC 4648 §5
[[nodiscard]] std::string encodeBase64Url(std::string_view bytes);

/// The bytes, or nullopt for whatever is not exactly what encoding them gives: other characters, padding, a
/// length that cannot be, bits left over.
[[nodiscard]] std::optional<std::string> decodeBase64Url(std::string_view text);

}  // namespace scim2ldap::connector
