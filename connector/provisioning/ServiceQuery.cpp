// Queries: candidates from the directory, decided exactly by the in-memory matcher.

#include <algorithm>

#include "connector/provisioning/Candidates.h"
#include "connector/provisioning/Service.h"
#include "scim/FilterMatch.h"
#include "scim/Messages.h"

namespace scim2ldap::connector {

using scim::Json;

std::vector<CurrentResource> Service::find(Kind kind, const scim::Filter& filter, bool withMembers) {
  const std::optional<ldap::Filter> candidates =
      candidateFilter(filter, kind, view_, [&](const std::string& externalId) {
        return store_.idsByExternalId(endpoint_.name, std::string(typeOf(kind)), externalId);
      });
  if (candidates && isNothing(*candidates)) return {};
  std::vector<CurrentResource> found = reader_.complete(kind, view_.find(kind, candidates, withMembers));
  std::erase_if(found, [&](const CurrentResource& current) {
    return !matches(type(kind), reader_.represent(current, "", withMembers), filter);
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

Json Service::list(Kind kind, const ServiceRequest& request, const scim::Query& query) {
  const bool withMembers = wantsMembers(kind, request);
  const std::int64_t count = std::min(query.count.value_or(endpoint_.pageSize), endpoint_.maxPageSize);
  const auto page = [&](std::size_t total) {
    const auto size = static_cast<std::int64_t>(total);
    const std::int64_t begin = std::min(query.startIndex - 1, size);
    return std::pair(static_cast<std::size_t>(begin),
                     static_cast<std::size_t>(std::min(size, begin + count)));
  };
  const auto at = [](auto& values, std::size_t index) {
    return values.begin() + static_cast<std::ptrdiff_t>(index);
  };

  std::vector<CurrentResource> resources;
  std::size_t total = 0;
  if (query.filter) {
    checkFilter(type(kind), *query.filter);
    const bool onMembers = withMembers || namesAttribute(*query.filter, "members");
    resources = find(kind, *query.filter, onMembers);
    total = resources.size();
    const auto [begin, end] = page(total);
    resources = {std::make_move_iterator(at(resources, begin)), std::make_move_iterator(at(resources, end))};
  } else {
    const IdPage ids =
        pages_.page(kind, static_cast<std::size_t>(query.startIndex - 1), static_cast<std::size_t>(count));
    total = ids.total;
    resources = readPage(kind, ids, withMembers);
  }

  Json::Array answers;
  for (const CurrentResource& resource : resources) {
    answers.push_back(answer(resource, request, withMembers).resource);
  }
  return scim::listResponse(std::move(answers), static_cast<std::int64_t>(total), query.startIndex);
}

}  // namespace scim2ldap::connector
