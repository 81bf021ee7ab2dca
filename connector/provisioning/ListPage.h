#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "connector/provisioning/DirectoryView.h"
#include "connector/provisioning/PageCursor.h"
#include "scim/AttributeLocation.h"
#include "scim/Query.h"
#include "scim/Sort.h"

namespace scim2ldap::connector {

/// The order of a list of several resource types: by what the client asked for, else types one after the
/// other, each in the order of its index. A value; points into the types.
class ListOrder {
 public:
  /// \throws scim::Error  400 invalidPath when no type has the attribute, or it cannot be sorted by
  ListOrder(const std::vector<const scim::ResourceType*>& types, const std::optional<scim::Sorting>& sorting);

  /// Whether there is more to it than types and keys.
  [[nodiscard]] bool isByValue() const { return byValue_; }
  /// \param rank      of the resource's type in the list
  /// \param resource  as represented, with the attribute to sort by
  [[nodiscard]] scim::SortPosition position(std::size_t rank, const IdKey& key,
                                            const scim::Json& resource) const;
  [[nodiscard]] bool operator()(const scim::SortPosition& left, const scim::SortPosition& right) const {
    return precedes(left, right, descending_);
  }

 private:
  bool byValue_;
  bool descending_;
  std::vector<std::optional<scim::AttributeLocation>> attributes_;  ///< by rank
};

/// A part of a list, from `begin` up to and without `end`.
struct PageBounds {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const PageBounds&) const = default;
};

/// \param startIndex  at least 1; beyond the end the page is empty
/// RFC 7644 §3.4.2.4
[[nodiscard]] PageBounds pageAt(std::size_t total, std::int64_t startIndex, std::int64_t count);

/// The page behind a position, whether or not a resource stands there any more.
/// \param positions  in their order
/// RFC 9865 §2
[[nodiscard]] PageBounds pageBehind(const std::vector<scim::SortPosition>& positions, const ListOrder& order,
                                    const scim::SortPosition& position, std::int64_t count);

/// What has to stay the same from page to page, the count aside: endpoint, types, filter and order.
[[nodiscard]] std::string queryScope(std::string_view endpoint, const std::vector<Kind>& kinds,
                                     const scim::Query& query);

/// The cursor that the client sent, held against its query.
/// \param query  with a cursor that is not empty
/// \throws scim::Error  400 invalidCursor, expiredCursor, invalidCount (not that of the first page)
[[nodiscard]] PageCursor cursorOf(const CursorSeal& seal, std::string_view scope, const scim::Query& query,
                                  TimePoint now, std::chrono::milliseconds timeout);

}  // namespace scim2ldap::connector
