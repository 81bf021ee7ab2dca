#pragma once

#include <cstddef>

#include "scim/Filter.h"

namespace scim2ldap::scim {

/// What a comparison counts that looks for a part of a text (co, sw, ew): few directories have an index for
/// it, so it is made on every value.
inline constexpr std::size_t kComparisonsOfSubstring = 5;

/// How many comparisons it takes to decide the filter for one resource with one value of each attribute: one
/// for each condition and each value path, kComparisonsOfSubstring for a part of a text.
[[nodiscard]] std::size_t comparisonsIn(const Filter& filter);

/// \throws Error  400 invalidFilter when the filter takes more comparisons than that
/// RFC 7644 §3.12
void checkCost(const Filter& filter, std::size_t mostComparisons);

}  // namespace scim2ldap::scim
