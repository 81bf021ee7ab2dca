#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scim2ldap::mappings {

/// The candidate that is most like the word (edit distance, case ignored), if any is near enough to be what
/// was meant.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 const std::vector<std::string>& candidates);

/// "; did you mean \"x\"?", or "" when no candidate is near.
[[nodiscard]] std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace scim2ldap::mappings
