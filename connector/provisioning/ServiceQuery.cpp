// Queries: candidates from the directory, decided exactly by the in-memory matcher.

#include <algorithm>
#include <map>

#include "connector/provisioning/Candidates.h"
#include "connector/provisioning/ListPage.h"
#include "connector/provisioning/Service.h"
#include "scim/FilterMatch.h"
#include "scim/FilterReduction.h"
#include "scim/Messages.h"

namespace scim2ldap::connector {

using scim::Json;

namespace {

/// The filter as it stands for one of the types, its attributes and comparisons checked.
scim::ReducedFilter filterFor(const scim::ResourceType& type, const scim::Query& query, bool acrossTypes) {
  if (!query.filter) return true;
  scim::ReducedFilter filter = acrossTypes ? reduceFilter(type, *query.filter) : *query.filter;
  if (const auto* rest = std::get_if<scim::Filter>(&filter)) checkFilter(type, *rest);
  return filter;
}

bool sortsBy(const scim::Query& query, std::string_view attribute) {
  return query.sorting && scim::sameName(query.sorting->by.name, attribute);
}

}  // namespace

/// A resource of a list, and where it stands in it.
struct Service::Listed {
  scim::SortPosition position;
  std::optional<CurrentResource> resource;  ///< where it had to be read to be found
};

std::vector<CurrentResource> Service::find(Kind kind, const scim::Filter& filter, bool withMembers,
                                           std::string_view baseUrl) {
  const std::optional<ldap::Filter> candidates =
      candidateFilter(filter, kind, view_, [&](const std::string& externalId) {
        return store_.idsByExternalId(endpoint_.name, std::string(typeOf(kind)), externalId);
      });
  if (candidates && isNothing(*candidates)) return {};
  std::vector<CurrentResource> found = reader_.complete(kind, view_.find(kind, candidates, withMembers));
  std::erase_if(found, [&](const CurrentResource& current) {
    return !matches(type(kind), reader_.represent(current, baseUrl, withMembers), filter);
  });
  std::sort(found.begin(), found.end(),
            [](const CurrentResource& left, const CurrentResource& right) { return left.id < right.id; });
  return found;
}

std::vector<CurrentResource> Service::readPage(Kind kind, const IdPage& page, bool withMembers) {
  std::vector<std::string> ids;
  std::map<std::string, std::size_t> positions;
  for (const IdKey& key : page.keys) {
    positions.emplace(key.id, ids.size());
    ids.push_back(key.id);
  }
  std::vector<CurrentResource> resources = reader_.complete(kind, view_.findByIds(kind, ids, withMembers));
  std::sort(resources.begin(), resources.end(),
            [&](const CurrentResource& left, const CurrentResource& right) {
              return positions[left.id] < positions[right.id];
            });
  return resources;
}

Json Service::listAll(Kind kind, const ServiceRequest& request, const scim::Query& query,
                      std::int64_t count) {
  const bool withMembers = wantsMembers(kind, request);
  const IdPage ids =
      pages_.page(kind, static_cast<std::size_t>(query.startIndex - 1), static_cast<std::size_t>(count));
  Json::Array resources;
  for (const CurrentResource& resource : readPage(kind, ids, withMembers)) {
    resources.push_back(answer(resource, request, withMembers).resource);
  }
  return scim::listResponse(std::move(resources), static_cast<std::int64_t>(ids.total), query.startIndex);
}

std::vector<Kind> Service::kinds() const {
  return has(Kind::Group) ? std::vector{Kind::User, Kind::Group} : std::vector{Kind::User};
}

Json Service::list(const std::vector<Kind>& kinds, const ServiceRequest& request, const scim::Query& query) {
  const std::string scope = queryScope(endpoint_.name, kinds, query);
  std::optional<PageCursor> cursor;
  if (query.cursor && query.count > endpoint_.maxPageSize) {
    throw scim::Error(400, scim::ScimType::InvalidCount,
                      "count is to be at most " + std::to_string(endpoint_.maxPageSize));
  }
  if (query.cursor && !query.cursor->empty()) {
    cursor = cursorOf(coordination_.cursors, scope, query, request.context.now, endpoint_.cursorTimeout);
  }
  std::vector<const scim::ResourceType*> types;
  for (const Kind kind : kinds) types.push_back(&type(kind));
  const ListOrder order(types, query.sorting);
  const std::int64_t count = std::min(query.count.value_or(endpoint_.pageSize), endpoint_.maxPageSize);
  if (kinds.size() == 1 && !query.filter && !query.cursor && !order.isByValue()) {
    return listAll(kinds.front(), request, query, count);
  }
  std::vector<Listed> list = select(kinds, request, query, order);
  const PageBounds page = [&] {
    if (!query.cursor) return pageAt(list.size(), query.startIndex, count);
    if (!cursor) return pageAt(list.size(), 1, count);
    std::vector<scim::SortPosition> positions;
    for (const Listed& listed : list) positions.push_back(listed.position);
    return pageBehind(positions, order, cursor->after, count);
  }();
  std::optional<std::string> next;
  if (query.cursor && page.begin < page.end && page.end < list.size()) {
    next = coordination_.cursors.seal({list[page.end - 1].position, query.count, request.context.now}, scope);
  }
  const auto total = static_cast<std::int64_t>(list.size());
  Json::Array resources = show(kinds, request, std::move(list), page);
  return query.cursor ? scim::cursorResponse(std::move(resources), total, next)
                      : scim::listResponse(std::move(resources), total, query.startIndex);
}

std::vector<Service::Listed> Service::select(const std::vector<Kind>& kinds, const ServiceRequest& request,
                                             const scim::Query& query, const ListOrder& order) {
  std::vector<const scim::ResourceType*> types;
  for (const Kind kind : kinds) types.push_back(&type(kind));
  if (query.filter && kinds.size() > 1) checkFilterAcross(types, *query.filter);
  std::vector<scim::ReducedFilter> filters;
  for (const scim::ResourceType* type : types) filters.push_back(filterFor(*type, query, kinds.size() > 1));

  std::vector<Listed> list;
  const auto checkSortable = [&](std::size_t size) {
    if (!order.isByValue() || static_cast<std::int64_t>(size) <= endpoint_.maxSorted) return;
    throw scim::Error(400, scim::ScimType::TooMany,
                      "more than " + std::to_string(endpoint_.maxSorted) +
                          " resources would have to be sorted; narrow the filter, or leave sortBy out");
  };
  for (std::size_t rank = 0; rank < kinds.size(); ++rank) {
    const Kind kind = kinds[rank];
    const auto* filter = std::get_if<scim::Filter>(&filters[rank]);
    if (filter == nullptr && !std::get<bool>(filters[rank])) continue;
    if (filter == nullptr) {
      std::vector<std::string> ids;
      for (IdKey& key : view_.allKeys(kind)) ids.push_back(std::move(key.id));
      std::sort(ids.begin(), ids.end());
      checkSortable(list.size() + ids.size());
      if (!order.isByValue()) {
        for (const std::string& id : ids) list.push_back({order.position(rank, id, {}), std::nullopt});
        continue;
      }
    }
    const bool withMembers =
        view_.mapping(kind).members &&
        (sortsBy(query, "members") ||
         (filter != nullptr && (wantsMembers(kind, request) || namesAttribute(*filter, "members"))));
    std::vector<CurrentResource> found =
        filter != nullptr ? find(kind, *filter, withMembers, request.baseUrl)
                          : reader_.complete(kind, view_.find(kind, std::nullopt, withMembers));
    checkSortable(list.size() + found.size());
    for (CurrentResource& current : found) {
      const Json resource =
          order.isByValue() ? reader_.represent(current, request.baseUrl, withMembers) : Json();
      Listed listed{order.position(rank, current.id, resource), std::nullopt};
      // Whoever sorts everything shows little of it: the page is read again.
      if (filter != nullptr) listed.resource = std::move(current);
      list.push_back(std::move(listed));
    }
  }
  if (order.isByValue()) {
    std::sort(list.begin(), list.end(),
              [&](const Listed& left, const Listed& right) { return order(left.position, right.position); });
  }
  return list;
}

Json::Array Service::show(const std::vector<Kind>& kinds, const ServiceRequest& request,
                          std::vector<Listed> list, const PageBounds& page) {
  // What was found by its id alone is read now, one batch for each type.
  for (std::size_t rank = 0; rank < kinds.size(); ++rank) {
    std::vector<std::string> ids;
    std::map<std::string, std::size_t> places;
    for (std::size_t i = page.begin; i < page.end; ++i) {
      if (list[i].resource || list[i].position.rank != static_cast<int>(rank)) continue;
      ids.push_back(list[i].position.id);
      places.emplace(list[i].position.id, i);
    }
    const Kind kind = kinds[rank];
    if (ids.empty()) continue;
    for (CurrentResource& current :
         reader_.complete(kind, view_.findByIds(kind, ids, wantsMembers(kind, request)))) {
      list[places.at(current.id)].resource = std::move(current);
    }
  }
  Json::Array resources;
  for (std::size_t i = page.begin; i < page.end; ++i) {
    const std::optional<CurrentResource>& current = list[i].resource;
    if (!current) continue;  // gone in between
    resources.push_back(answer(*current, request, wantsMembers(current->kind, request)).resource);
  }
  return resources;
}

}  // namespace scim2ldap::connector
