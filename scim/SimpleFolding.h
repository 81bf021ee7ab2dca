#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::scim {

/// The text in the form in which it is compared where case means nothing, each character by itself: all forms
/// of a letter become one, also those that have no capital of their own, such as the Greek final sigma.
/// Nothing becomes longer or shorter: "ß" is not "ss". Simple case folding of Unicode, CaseFolding.txt, C and
/// S \param text  UTF-8; of other bytes A-Z alone are folded
[[nodiscard]] std::string foldSimply(std::string_view text);

}  // namespace scim2ldap::scim
