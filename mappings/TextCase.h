#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::mappings {

/// The text in lower or upper case by Unicode's simple mappings. UTF-8 in, UTF-8 out.
[[nodiscard]] std::string lowerCase(std::string_view text);
[[nodiscard]] std::string upperCase(std::string_view text);

}  // namespace scim2ldap::mappings
