#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scim2ldap::mappings {

/// Text with line breaks as a PostalAddress: lines joined by "$", with "$" and "\" in them escaped; empty
/// lines, which the syntax does not have, left out.
/// \returns nullopt when no line has text
/// RFC 4517 §3.3.28
[[nodiscard]] std::optional<std::string> postalAddress(std::string_view text);

/// The lines of a PostalAddress, parted by line feeds.
[[nodiscard]] std::string linesOf(std::string_view postalAddress);

}  // namespace scim2ldap::mappings
