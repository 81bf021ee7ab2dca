#pragma once

#include <string>
#include <utility>
#include <vector>

namespace scim2ldap::test {

/// Lines of a file and what stands in their place.
using LineChanges = std::vector<std::pair<std::string, std::string>>;

/// The text with these lines replaced, wherever they stand; the rest is as it was.
/// \throws std::runtime_error  naming a line that the text does not have
[[nodiscard]] std::string withLines(const std::string& text, const LineChanges& changes);

}  // namespace scim2ldap::test
