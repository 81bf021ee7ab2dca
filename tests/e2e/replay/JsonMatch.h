#pragma once

#include <string>
#include <string_view>

#include "scim/Json.h"

namespace scim2ldap::test {

/// Compares an answer with what a recording expects of it: objects may have more members than expected,
/// arrays have exactly the expected elements in that order (each compared by the same rule), an expected null
/// means that the member is absent or null.
/// \returns  the first difference with its path, or "" when it is as expected
[[nodiscard]] std::string mismatch(const scim::Json& expected, const scim::Json& actual);

/// The value at a path: "$" the whole, ".name" or "['na.me']" a member, "[n]" an element; nullptr when
/// absent.
/// \throws std::invalid_argument  for a path of another form
[[nodiscard]] const scim::Json* valueAt(const scim::Json& json, std::string_view path);

}  // namespace scim2ldap::test
