#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scim2ldap::test {

/// Why a file of the tree may not include a header; "" when it may.
/// \param file      path below the root of the tree, "mappings/Mapping.cpp"
/// \param included  what stands between the quotes or angle brackets
[[nodiscard]] std::string includeFault(std::string_view file, std::string_view included);

/// The headers that a source text includes, in order.
[[nodiscard]] std::vector<std::string> includedHeaders(std::string_view text);

}  // namespace scim2ldap::test
