#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// The text for a terminal, with "?" for whatever would move the cursor, colour, end the line or turn the
/// direction of reading: control characters (C0, DEL, C1), line and paragraph separators, and the marks,
/// embeddings and isolates of bidirectional text. Names come from clients.
[[nodiscard]] std::string harmless(std::string_view text);

/// The same for a text of several lines, which stay.
[[nodiscard]] std::string harmlessLines(std::string_view text);

}  // namespace scim2ldap::connector
