#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scim/AttributeLocation.h"
#include "scim/Json.h"
#include "scim/Query.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// Texts that agree so far stand beside each other, as if they were equal.
inline constexpr std::size_t kMaxSortKeyBytes = 512;

/// What `sortBy` and `sortOrder` ask for; nullopt without sortBy. Empty texts are absent ones.
/// \throws Error  400 invalidPath, 400 invalidValue for a sortOrder that is neither of the two
/// RFC 7644 §3.4.2.3
[[nodiscard]] std::optional<Sorting> sortingFrom(std::string_view sortBy, std::string_view sortOrder);

/// The attribute to sort by; a complex one stands for its `value`. Points into the type.
/// \returns nullopt when the type does not have it
/// \throws Error  400 invalidPath for a complex attribute without `value`, and one that is never returned
[[nodiscard]] std::optional<AttributeLocation> findSortAttribute(const ResourceType& type,
                                                                 const AttributePath& by);

/// A value that orders as the resource's attribute does: a boolean, a number, a text (in lower case unless
/// the attribute is caseExact), or a dateTime as [seconds, nanoseconds]; null where the resource has no
/// value. Of several values the primary one counts, else the first. \param resource  canonical (see
/// Resource.h) RFC 7644 §3.4.2.3
[[nodiscard]] Json sortKey(const AttributeLocation& attribute, const Json& resource);

/// The place of a resource in a list. No two resources have the same.
struct SortPosition {
  Json key{};                ///< of `sortKey`; null in a list that is not sorted
  int rank = 0;              ///< of the resource's type, where the list holds several
  std::int64_t created = 0;  ///< seconds since 1970
  std::string id{};
  bool operator==(const SortPosition&) const = default;
};

/// Whether the left one comes first. Without a value: last when ascending, first when descending; equal
/// values by rank, age and id, in both directions.
[[nodiscard]] bool precedes(const SortPosition& left, const SortPosition& right, bool descending);

}  // namespace scim2ldap::scim
