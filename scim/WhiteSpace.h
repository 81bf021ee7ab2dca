#pragma once

#include <string_view>

namespace scim2ldap::scim {

/// The text without the white space at its ends: every character that Unicode calls so, the no-break space
/// among them. Unicode Standard Annex #44, White_Space
/// \param text  UTF-8
[[nodiscard]] std::string_view trimWhiteSpace(std::string_view text);

}  // namespace scim2ldap::scim
