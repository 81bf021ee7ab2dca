#pragma once

#include <string_view>

namespace scim2ldap::scim {

/// Whether the text is an absolute or a relative URI. RFC 3986 §4.1, RFC 7643 §2.3.7
[[nodiscard]] bool isUriReference(std::string_view text);

}  // namespace scim2ldap::scim
