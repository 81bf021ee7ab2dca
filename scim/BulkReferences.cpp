#include "scim/BulkReferences.h"

#include <algorithm>
#include <utility>

#include "scim/Messages.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {
namespace {

constexpr std::string_view kPrefix = "bulkId:";

/// Where in a text an id can stand.
struct Place {
  std::size_t begin;
  std::size_t size;
};

std::vector<Place> placesOfIds(std::string_view attribute, std::string_view text) {
  if (sameName(attribute, "$ref")) {
    const std::size_t last = text.find_last_not_of('/');
    if (last == std::string_view::npos) return {};
    const std::size_t slash = text.rfind('/', last);
    const std::size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
    return {{begin, last + 1 - begin}};
  }
  if (sameName(attribute, "path")) {
    std::vector<Place> places;
    for (std::size_t open = text.find('"'); open != std::string_view::npos;) {
      const std::size_t close = text.find('"', open + 1);
      if (close == std::string_view::npos) break;
      places.push_back({open + 1, close - open - 1});
      open = text.find('"', close + 1);
    }
    return places;
  }
  return {{0, text.size()}};
}

/// Calls `visit(text, place)` for every place in the data where an id can stand.
/// \param attribute  the name under which `data` stands
template <typename Visit>
void forEachId(const Json& data, std::string_view attribute, const Visit& visit) {
  if (data.isString()) {
    for (const Place& place : placesOfIds(attribute, data.asString())) {
      visit(std::string_view(data.asString()).substr(place.begin, place.size));
    }
  } else if (data.isArray()) {
    for (const Json& element : data.asArray()) forEachId(element, attribute, visit);
  } else if (data.isObject()) {
    for (const auto& [name, value] : data.asObject()) forEachId(value, name, visit);
  }
}

bool refersTo(const Json& data, std::string_view attribute, const std::set<std::string>& bulkIds) {
  bool found = false;
  forEachId(data, attribute, [&](std::string_view id) {
    const auto bulkId = referredBulkId(id);
    found = found || (bulkId && bulkIds.contains(*bulkId));
  });
  return found;
}

template <typename IdOf>
void putIds(Json& data, std::string_view attribute, const IdOf& idOf) {
  if (data.isString()) {
    std::string text = data.asString();
    std::vector<Place> places = placesOfIds(attribute, text);
    std::reverse(places.begin(), places.end());  // so that what is put in moves no place still to come
    for (const Place& place : places) {
      const auto bulkId = referredBulkId(std::string_view(text).substr(place.begin, place.size));
      if (!bulkId) continue;
      if (const std::optional<std::string> id = idOf(*bulkId)) text.replace(place.begin, place.size, *id);
    }
    data = std::move(text);
  } else if (data.isArray()) {
    for (Json& element : data.asArray()) putIds(element, attribute, idOf);
  } else if (data.isObject()) {
    for (auto& [name, value] : data.asObject()) putIds(value, name, idOf);
  }
}

/// An object that refers with a text of its own is one value; another one holds attributes, as an
/// extension does.
bool isOneValue(const Json& object, const std::set<std::string>& bulkIds) {
  const Json::Object& members = object.asObject();
  return std::any_of(members.begin(), members.end(), [&](const Json::Member& member) {
    return member.value.isString() && refersTo(member.value, member.name, bulkIds);
  });
}

/// Moves the members with references from `now` to the result; null when there are none.
Json takeOut(Json& now, const std::set<std::string>& bulkIds) {
  Json later;
  Json kept = Json::object();
  for (auto& [name, value] : now.asObject()) {
    const std::string& attribute = name;
    const auto refers = [&](const Json& part) { return refersTo(part, attribute, bulkIds); };
    if (!refers(value)) {
      kept.set(name, std::move(value));
    } else if (value.isArray()) {
      Json::Array& elements = value.asArray();
      const auto middle = std::stable_partition(elements.begin(), elements.end(),
                                                [&](const Json& element) { return !refers(element); });
      later.set(name, Json::Array(std::make_move_iterator(middle), std::make_move_iterator(elements.end())));
      elements.erase(middle, elements.end());
      if (!elements.empty()) kept.set(name, std::move(value));
    } else if (value.isObject() && !isOneValue(value, bulkIds)) {
      later.set(name, takeOut(value, bulkIds));
      if (!value.asObject().empty()) kept.set(name, std::move(value));
    } else {
      later.set(name, std::move(value));
    }
  }
  now = std::move(kept);
  return later;
}

}  // namespace

std::optional<std::string> referredBulkId(std::string_view id) {
  if (!id.starts_with(kPrefix) || id.size() == kPrefix.size()) return std::nullopt;
  return std::string(id.substr(kPrefix.size()));
}

std::vector<std::string> textsInPlaceOfIds(const Json& data) {
  std::vector<std::string> texts;
  forEachId(data, "", [&](std::string_view text) { texts.emplace_back(text); });
  return texts;
}

std::set<std::string> referredBulkIds(const BulkOperation& operation) {
  std::set<std::string> bulkIds;
  const auto note = [&](std::string_view id) {
    if (auto bulkId = referredBulkId(id)) bulkIds.insert(std::move(*bulkId));
  };
  note(operation.id);
  forEachId(operation.data, "", note);
  return bulkIds;
}

Json withIds(Json data, const std::function<std::optional<std::string>(const std::string& bulkId)>& idOf) {
  putIds(data, "", idOf);
  return data;
}

DeferredData deferred(const Json& data, const std::set<std::string>& bulkIds) {
  DeferredData result{data, Json::object()};
  Json operation = Json::object();
  operation.set("op", "add");
  operation.set("value", takeOut(result.now, bulkIds));
  result.patch.set("schemas", Json::Array{Json(kPatchOpSchema)});
  result.patch.set("Operations", Json::Array{std::move(operation)});
  return result;
}

}  // namespace scim2ldap::scim
