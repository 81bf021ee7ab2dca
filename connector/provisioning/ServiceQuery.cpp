// Queries: candidates from the directory, decided exactly by the in-memory matcher.

#include <algorithm>
#include <iterator>
#include <map>

#include "connector/provisioning/Candidates.h"
#include "connector/provisioning/ListPage.h"
#include "connector/provisioning/Service.h"
#include "scim/FilterCost.h"
#include "scim/FilterMatch.h"
#include "scim/FilterReduction.h"
#include "scim/Messages.h"

namespace scim2ldap::connector {

using scim::Json;

namespace {

constexpr std::size_t kBatch = 1000;  ///< entries that are completed and matched at a time
constexpr std::size_t kKept = 1000;   ///< resources that a long list keeps; others are read again to be shown

/// The filter as it stands for one of the types, its attributes and comparisons checked.
scim::ReducedFilter filterFor(const scim::ResourceType& type, const scim::Query& query, bool acrossTypes) {
  if (!query.filter) return true;
  scim::ReducedFilter filter = acrossTypes ? reduceFilter(type, *query.filter) : *query.filter;
  if (const auto* rest = std::get_if<scim::Filter>(&filter)) checkFilter(type, *rest);
  return filter;
}

scim::Error tooManyCandidates(const scim::ResourceType& type, std::size_t most) {
  return {400, scim::ScimType::TooMany,
          "the filter would have to be decided on more than " + std::to_string(most) +
              " resources of the type " + type.name +
              "; add a condition that the directory can search for, such as an attribute with eq, "
              "or have max_candidates raised"};
}

bool sortsBy(const scim::Query& query, std::string_view attribute) {
  return query.sorting && scim::sameName(query.sorting->by.name, attribute);
}

/// The groups of a user are looked up to be shown; no entry is found by them.
void refuseGroups(const scim::ResourceType& type, const scim::Query& query) {
  const scim::Attribute* groups = type.schema.find("groups");
  if (groups == nullptr || groups->returned != scim::Returned::Request) return;
  if (query.filter && namesAttribute(*query.filter, "groups")) {
    throw scim::Error(400, scim::ScimType::InvalidFilter,
                      "\"groups\" cannot be filtered by; read the \"members\" of the group instead");
  }
  if (sortsBy(query, "groups")) {
    throw scim::Error(400, scim::ScimType::InvalidPath, "\"groups\" cannot be sorted by");
  }
}

}  // namespace

/// One of the types of a list that can have any of what the query finds.
struct Service::Part {
  std::size_t rank = 0;  ///< of the type among those asked for
  Kind kind = Kind::User;
  std::optional<scim::Filter> filter;  ///< that its resources have to meet; nullopt: all of them are found
};

/// A resource of a list, and where it stands in it.
struct Service::Listed {
  scim::SortPosition position;
  std::optional<CurrentResource> resource{};  ///< where it had to be read to be found
  Json represented{};                         ///< then, as the reader represents it
};

struct Service::Page {
  std::vector<Listed> list;
  std::size_t total = 0;  ///< of all pages
  bool more = false;      ///< whether another one follows
};

void Service::find(Kind kind, const scim::Filter& filter, bool withMembers, std::string_view baseUrl,
                   std::size_t most, const Take& take) {
  const std::optional<ldap::Filter> candidates =
      candidateFilter(filter, kind, view_, [&](const std::string& externalId) {
        return store_.idsByExternalId(endpoint_.name, std::string(typeOf(kind)), externalId);
      });
  if (candidates && isNothing(*candidates)) return;
  if (!candidates && pages_.total(kind) > most) throw tooManyCandidates(type(kind), most);
  std::optional<std::vector<ldap::Entry>> entries = view_.find(kind, candidates, withMembers, most);
  if (!entries) throw tooManyCandidates(type(kind), most);
  represent(kind, std::move(*entries), withMembers, baseUrl, [&](CurrentResource&& current, Json&& json) {
    if (matches(type(kind), json, filter)) take(std::move(current), std::move(json));
  });
}

void Service::represent(Kind kind, std::vector<ldap::Entry> entries, bool withMembers,
                        std::string_view baseUrl, const Take& take) {
  for (auto begin = entries.begin(); begin != entries.end();) {
    const auto end = begin + std::min<std::ptrdiff_t>(kBatch, entries.end() - begin);
    for (CurrentResource& current :
         reader_.complete(kind, {std::make_move_iterator(begin), std::make_move_iterator(end)})) {
      Json json = reader_.represent(current, baseUrl, withMembers ? MembersForm::Parts : MembersForm::Left);
      take(std::move(current), std::move(json));
    }
    begin = end;
  }
}

std::vector<Kind> Service::kinds() const {
  const bool hasGroups = has(Kind::Group) && endpoint_.policies.groups == GroupSync::On;
  return hasGroups ? std::vector{Kind::User, Kind::Group} : std::vector{Kind::User};
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
  const std::vector<Part> parts = partsOf(kinds, query);
  const std::int64_t count = std::min(query.count.value_or(endpoint_.pageSize), endpoint_.maxPageSize);
  static_cast<void>(sink_.begin());  // nobody is shown what may still be taken back
  const bool isAll = std::none_of(parts.begin(), parts.end(), [](const Part& part) { return part.filter; });
  Page page = isAll && !order.isByValue()
                  ? pageOfAll(kinds, parts, order, query, cursor, count)
                  : pageOf(select(parts, request, query, order), order, query, cursor, count);
  std::optional<std::string> next;
  if (query.cursor && page.more && !page.list.empty()) {
    next = coordination_.cursors.seal({page.list.back().position, query.count, request.context.now}, scope);
  }
  const auto total = static_cast<std::int64_t>(page.total);
  Json::Array resources = show(kinds, request, std::move(page.list));
  return query.cursor ? scim::cursorResponse(std::move(resources), total, next)
                      : scim::listResponse(std::move(resources), total, query.startIndex);
}

std::vector<Service::Part> Service::partsOf(const std::vector<Kind>& kinds, const scim::Query& query) const {
  if (query.filter) checkCost(*query.filter, endpoint_.maxFilterComparisons);
  std::vector<const scim::ResourceType*> types;
  for (const Kind kind : kinds) types.push_back(&type(kind));
  if (query.filter && kinds.size() > 1) checkFilterAcross(types, *query.filter);
  for (const Kind kind : kinds) refuseGroups(type(kind), query);
  std::vector<Part> parts;
  for (std::size_t rank = 0; rank < kinds.size(); ++rank) {
    const scim::ReducedFilter reduced = filterFor(*types[rank], query, kinds.size() > 1);
    const auto* filter = std::get_if<scim::Filter>(&reduced);
    if (filter == nullptr && !std::get<bool>(reduced)) continue;
    parts.push_back({rank, kinds[rank], filter == nullptr ? std::nullopt : std::optional(*filter)});
  }
  return parts;
}

Service::Page Service::pageOfAll(const std::vector<Kind>& kinds, const std::vector<Part>& parts,
                                 const ListOrder& order, const scim::Query& query,
                                 const std::optional<PageCursor>& cursor, std::int64_t count) {
  std::vector<Kind> found;
  for (const Part& part : parts) found.push_back(part.kind);
  const auto most = static_cast<std::size_t>(count);
  const auto start = static_cast<std::size_t>(query.cursor ? 0 : query.startIndex - 1);
  const KindsPage keys = cursor ? pages_.pageAfter(found,
                                                   {kinds.at(static_cast<std::size_t>(cursor->after.rank)),
                                                    {cursor->after.created, cursor->after.id}},
                                                   most)
                                : pages_.page(found, start, most);
  Page page{{}, keys.total, keys.more};
  for (const KindsPage::Item& item : keys.items) {
    const auto rank = std::find(kinds.begin(), kinds.end(), item.kind) - kinds.begin();
    page.list.push_back({order.position(static_cast<std::size_t>(rank), item.key, {})});
  }
  return page;
}

Service::Page Service::pageOf(std::vector<Listed> list, const ListOrder& order, const scim::Query& query,
                              const std::optional<PageCursor>& cursor, std::int64_t count) {
  std::vector<scim::SortPosition> positions;
  if (cursor) {
    for (const Listed& listed : list) positions.push_back(listed.position);
  }
  const PageBounds bounds = cursor ? pageBehind(positions, order, cursor->after, count)
                                   : pageAt(list.size(), query.cursor ? 1 : query.startIndex, count);
  Page page{{}, list.size(), bounds.end < list.size()};
  const auto at = [&](std::size_t place) {
    return std::make_move_iterator(list.begin() + static_cast<std::ptrdiff_t>(place));
  };
  page.list.assign(at(bounds.begin), at(bounds.end));
  return page;
}

std::vector<Service::Listed> Service::select(const std::vector<Part>& parts, const ServiceRequest& request,
                                             const scim::Query& query, const ListOrder& order) {
  std::vector<Listed> list;
  const auto checkSortable = [&](std::size_t size) {
    if (!order.isByValue() || static_cast<std::int64_t>(size) <= endpoint_.maxSorted) return;
    throw scim::Error(400, scim::ScimType::TooMany,
                      "more than " + std::to_string(endpoint_.maxSorted) +
                          " resources would have to be sorted; narrow the filter, or leave sortBy out");
  };
  for (const auto& [rank, kind, filter] : parts) {
    if (!filter && !order.isByValue()) {
      for (const IdKey& key : pages_.page(kind, 0, SIZE_MAX).keys) {
        list.push_back({order.position(rank, key, {})});
      }
      continue;
    }
    // Members of those that are found; of the page alone where nothing else needs them.
    const bool withMembers = view_.mapping(kind).members &&
                             (sortsBy(query, "members") || (filter && namesAttribute(*filter, "members")));
    const bool isWhole = withMembers || !wantsMembers(kind, request);
    const Take take = [&](CurrentResource&& current, Json&& represented) {
      const IdKey key = keyOf(current.entry, view_.idAttribute()).value_or(IdKey{0, current.id});
      Listed listed{order.position(rank, key, represented)};
      // Whoever sorts everything shows little of it: the page is read again.
      if (filter && isWhole && list.size() < kKept) {
        listed.resource = std::move(current);
        // Lists of members are large, and few of those that are found are shown.
        if (!withMembers) listed.represented = std::move(represented);
      }
      list.push_back(std::move(listed));
      checkSortable(list.size());
    };
    if (filter) {
      find(kind, *filter, withMembers, request.baseUrl, endpoint_.maxCandidates, take);
    } else {
      checkSortable(list.size() + pages_.page(kind, 0, 0).total);
      const auto most = static_cast<std::size_t>(endpoint_.maxSorted);
      auto entries = view_.find(kind, std::nullopt, withMembers, most);
      if (!entries) checkSortable(most + 1);
      represent(kind, std::move(entries).value(), withMembers, request.baseUrl, take);
    }
  }
  std::sort(list.begin(), list.end(),
            [&](const Listed& left, const Listed& right) { return order(left.position, right.position); });
  return list;
}

Json::Array Service::show(const std::vector<Kind>& kinds, const ServiceRequest& request,
                          std::vector<Listed> list) {
  // What was found by its id alone is read now, one batch for each type.
  for (std::size_t rank = 0; rank < kinds.size(); ++rank) {
    std::vector<std::string> ids;
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < list.size(); ++i) {
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
  UserGroups groups = userGroups();
  Json::Array resources;
  for (Listed& listed : list) {
    const std::optional<CurrentResource>& current = listed.resource;
    if (!current) continue;  // gone in between
    if (listed.represented.isNull())
      listed.represented =
          reader_.represent(*current, request.baseUrl, membersFormOf(current->kind, request));
    resources.push_back(shown(*current, std::move(listed.represented), request, groups).resource);
  }
  return resources;
}

}  // namespace scim2ldap::connector
