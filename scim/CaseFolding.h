#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::scim {

/// The text with A-Z in lower case, other bytes as they are: for names, URNs and keywords.
[[nodiscard]] std::string lowerAscii(std::string_view text);

/// The text as it is compared where an attribute is not caseExact: every character in lower case, by the
/// Unicode tables and without regard to a locale. RFC 7643 §2.3.1
[[nodiscard]] std::string foldCase(std::string_view text);

/// The text with every run of blanks as one blank.
[[nodiscard]] std::string squeezeBlanks(std::string_view text);

/// A name as it is compared where it has to be unique: normalized (NFKC), folded, blanks squeezed, none
/// around it. What RFC 8265 §3.3 takes for the same user name is the same here, and a client and the
/// directory agree on who has the name (caseIgnoreMatch, RFC 4518 §2). RFC 7643 §4.1.1, RFC 7644 §5
[[nodiscard]] std::string foldName(std::string_view text);

/// A part of such a name, with the blanks at its ends.
[[nodiscard]] std::string foldPartOfName(std::string_view text);

/// Whether the bytes are well-formed UTF-8. RFC 3629
[[nodiscard]] bool isUtf8(std::string_view bytes);

}  // namespace scim2ldap::scim
