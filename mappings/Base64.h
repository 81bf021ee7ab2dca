#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scim2ldap::mappings {

/// RFC 4648 §4, with padding.
[[nodiscard]] std::string encodeBase64(std::string_view octets);
/// The padding may be missing (RFC 7643 §2.3.6).
/// \returns nullopt when the text is not base64
[[nodiscard]] std::optional<std::string> decodeBase64(std::string_view text);

}  // namespace scim2ldap::mappings
