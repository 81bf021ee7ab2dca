#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::scim {

/// The text with composed letters: "e" and U+0301 become U+00E9. Bytes that are no UTF-8 stay as they are.
/// Normalization Form C, Unicode Standard Annex #15
[[nodiscard]] std::string toNfc(std::string_view text);

/// Beside it, with the plain form of what is only another shape of it: U+FF21 becomes "A", U+00A0 a blank.
/// Normalization Form KC, Unicode Standard Annex #15
[[nodiscard]] std::string toNfkc(std::string_view text);

}  // namespace scim2ldap::scim
