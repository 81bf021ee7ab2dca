#include "connector/admin/ResourceList.h"

#include <algorithm>
#include <map>
#include <set>

#include "ldap/Error.h"
#include "scim/DateTime.h"
#include "scim/Error.h"
#include "scim/Query.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

std::string type(Kind kind) {
  return std::string(typeOf(kind));
}

/// What the search is about, by id: those with a row, and, where their name was found, those without.
std::vector<ListedResource> searched(Endpoint& endpoint, Store& store, const ResourceSearch& search,
                                     ResourcePage& page) {
  std::set<std::string> ids{search.text};
  ids.merge([&] {
    const auto known = store.idsByExternalId(search.endpoint, type(search.kind), search.text);
    return std::set<std::string>(known.begin(), known.end());
  }());
  try {
    for (std::string& id : endpoint.service.idsByName(search.kind, search.text, kMaxResourcesSearched))
      ids.insert(std::move(id));
  } catch (const scim::Error& error) {
    page.note = "Names were not searched: " + error.detail();
  } catch (const ldap::Error& error) {
    page.note = std::string("Names were not searched, as the directory is away: ") + error.what();
  }
  std::map<std::string, ListedResource> found;
  for (const std::string& id : ids) {
    found[id].row = {.endpoint = search.endpoint, .type = type(search.kind), .id = id};
    found[id].local = true;
  }
  for (ResourceRow& row : store.findAll(search.endpoint, type(search.kind), {ids.begin(), ids.end()})) {
    ListedResource& listed = found.at(row.id);
    listed.row = std::move(row);
    listed.local = false;
  }
  std::vector<ListedResource> resources;
  for (auto& [id, listed] : found)
    if (id > search.after) resources.push_back(std::move(listed));
  return resources;
}

/// The resources that are wanted, and one more when there are more.
std::vector<ListedResource> found(Endpoint& endpoint, Store& store, const ResourceSearch& search,
                                  ResourcePage& page) {
  if (!search.text.empty()) return searched(endpoint, store, search, page);
  std::vector<ListedResource> resources;
  for (ResourceRow& row :
       store.resources(search.endpoint, type(search.kind), search.after, kResourcesAPage + 1))
    resources.push_back({.row = std::move(row)});
  return resources;
}

void addNames(Endpoint& endpoint, Kind kind, ResourcePage& page) {
  std::vector<ResourceRow> rows;
  for (const ListedResource& listed : page.resources) rows.push_back(listed.row);
  try {
    std::map<std::string, Service::Glimpse> glimpses = endpoint.service.glimpses(kind, rows);
    for (ListedResource& listed : page.resources) {
      if (const auto glimpse = glimpses.find(listed.row.id); glimpse != glimpses.end())
        listed.glimpse = std::move(glimpse->second);
    }
  } catch (const ldap::Error& error) {
    page.hasNames = false;
    page.note = std::string("Without names, as the directory is away: ") + error.what();
  }
  std::erase_if(page.resources, [](const ListedResource& listed) { return listed.local && !listed.glimpse; });
}

void addFallback(Store& store, const std::string& endpoint, ResourcePage& page) {
  std::vector<std::string> ids;
  for (const ListedResource& listed : page.resources) ids.push_back(listed.row.id);
  std::map<std::string, FallbackRow> rows;
  for (FallbackRow& row : store.fallbackRows(endpoint, ids)) rows.emplace(row.id, std::move(row));
  for (ListedResource& listed : page.resources) {
    if (const auto row = rows.find(listed.row.id); row != rows.end()) listed.fallback = row->second;
  }
}

Json textOrNull(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

/// The directory tells when its entry was changed, the row when the side table alone was.
Json lastChange(const ListedResource& listed) {
  if (listed.glimpse) return textOrNull(listed.glimpse->modified);
  return listed.row.modified > TimePoint{} ? Json(scim::printDateTime(listed.row.modified)) : Json();
}

Json fallbackJson(const FallbackRow& fallback) {
  Json json = Json::object();
  const bool isInside = fallback.state == FallbackState::Inside;
  json.set("state", isInside ? "inside" : "waiting");
  json.set("until", !isInside && fallback.due && *fallback.due > TimePoint{}
                        ? Json(scim::printDateTime(*fallback.due))
                        : Json());
  return json;
}

Json resourceJson(const ListedResource& listed) {
  Json json = Json::object();
  json.set("id", listed.row.id);
  json.set("externalId", listed.row.externalId ? Json(*listed.row.externalId) : Json());
  json.set("origin", listed.local ? "local" : toString(listed.row.origin));
  json.set("rawRole", listed.row.rawRole);
  json.set("role", listed.row.role);
  json.set("fallback", listed.fallback ? fallbackJson(*listed.fallback) : Json());
  json.set("modified", lastChange(listed));
  json.set("found", listed.glimpse.has_value());
  json.set("name", listed.glimpse ? listed.glimpse->name : "");
  json.set("dn", listed.glimpse ? listed.glimpse->dn.toString() : "");
  json.set("active", listed.glimpse && listed.glimpse->active ? Json(*listed.glimpse->active) : Json());
  return json;
}

}  // namespace

ResourceSearch parseResourceSearch(std::string_view query) {
  ResourceSearch search;
  for (const auto& [name, value] : scim::parseQueryString(query)) {
    if (name == "endpoint") search.endpoint = value;
    if (name == "after") search.after = value;
    if (name == "search") search.text = value;
    if (name != "type") continue;
    if (value != "User" && value != "Group")
      throw scim::Error(400, scim::ScimType::InvalidValue, "type wants User or Group");
    search.kind = value == "User" ? Kind::User : Kind::Group;
  }
  if (search.endpoint.empty())
    throw scim::Error(400, scim::ScimType::InvalidValue, "endpoint wants the name of an endpoint");
  return search;
}

ResourcePage listResources(Endpoint& endpoint, Store& store, const ResourceSearch& search) {
  ResourcePage page;
  page.resources = found(endpoint, store, search, page);
  if (page.resources.size() > kResourcesAPage) {
    page.resources.erase(page.resources.begin() + kResourcesAPage, page.resources.end());
    page.next = page.resources.back().row.id;
  }
  addNames(endpoint, search.kind, page);
  if (search.kind == Kind::User) addFallback(store, search.endpoint, page);
  return page;
}

Json resourcePageJson(const ResourcePage& page, TimePoint now) {
  Json::Array rows;
  for (const ListedResource& listed : page.resources) rows.push_back(resourceJson(listed));
  Json body = Json::object();
  body.set("rows", Json(std::move(rows)));
  body.set("next", page.next ? Json(*page.next) : Json());
  body.set("note", page.note);
  body.set("hasNames", page.hasNames);
  body.set("time", scim::printDateTime(now));
  return body;
}

}  // namespace scim2ldap::connector
