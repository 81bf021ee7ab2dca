#include "connector/provisioning/ListPage.h"

#include <algorithm>

#include "scim/Error.h"
#include "scim/Filter.h"

namespace scim2ldap::connector {

using scim::SortPosition;

ListOrder::ListOrder(const std::vector<const scim::ResourceType*>& types,
                     const std::optional<scim::Sorting>& sorting)
    : byValue_(sorting.has_value()), descending_(sorting && sorting->descending) {
  if (!sorting) return;
  for (const scim::ResourceType* type : types) attributes_.push_back(findSortAttribute(*type, sorting->by));
  if (std::none_of(attributes_.begin(), attributes_.end(),
                   [](const auto& found) { return found.has_value(); })) {
    throw scim::Error(400, scim::ScimType::InvalidPath,
                      "sortBy: \"" + toString(sorting->by) + "\" is not an attribute of " +
                          (types.size() == 1 ? types.front()->name : "any resource type"));
  }
}

SortPosition ListOrder::position(std::size_t rank, const IdKey& key, const scim::Json& resource) const {
  SortPosition position{{}, static_cast<int>(rank), key.created, key.id};
  if (byValue_ && attributes_[rank]) position.key = sortKey(*attributes_[rank], resource);
  return position;
}

PageBounds pageAt(std::size_t total, std::int64_t startIndex, std::int64_t count) {
  const auto size = static_cast<std::int64_t>(total);
  const std::int64_t begin = std::min(startIndex - 1, size);
  return {static_cast<std::size_t>(begin), static_cast<std::size_t>(begin + std::min(count, size - begin))};
}

PageBounds pageBehind(const std::vector<SortPosition>& positions, const ListOrder& order,
                      const SortPosition& position, std::int64_t count) {
  const auto begin = std::upper_bound(positions.begin(), positions.end(), position, order);
  return pageAt(positions.size(), begin - positions.begin() + 1, count);
}

std::string queryScope(std::string_view endpoint, const std::vector<Kind>& kinds, const scim::Query& query) {
  std::string scope(endpoint);
  scope += '\0';
  for (const Kind kind : kinds) scope += kind == Kind::User ? 'U' : 'G';
  scope += '\0';
  if (query.filter) scope += toString(*query.filter);
  scope += '\0';
  if (query.sorting) scope += (query.sorting->descending ? '-' : '+') + toString(query.sorting->by);
  return scope;
}

PageCursor cursorOf(const CursorSeal& seal, std::string_view scope, const scim::Query& query, TimePoint now,
                    std::chrono::milliseconds timeout) {
  PageCursor cursor = seal.open(query.cursor.value(), scope);
  if (cursor.made + timeout < now) {
    throw scim::Error(400, scim::ScimType::ExpiredCursor,
                      "the cursor has expired; repeat the query with an empty cursor");
  }
  if (cursor.count != query.count) {
    throw scim::Error(400, scim::ScimType::InvalidCount,
                      "count is to be the same on every page; the first one asked for " +
                          (cursor.count ? std::to_string(*cursor.count) : "none"));
  }
  return cursor;
}

}  // namespace scim2ldap::connector
