#include "scim/Sort.h"

#include <algorithm>
#include <compare>
#include <tuple>

#include "scim/CaseFolding.h"
#include "scim/DateTime.h"
#include "scim/Error.h"

namespace scim2ldap::scim {
namespace {

[[noreturn]] void failPath(const AttributePath& path, const std::string& what) {
  throw Error(400, ScimType::InvalidPath, "\"" + toString(path) + "\" " + what);
}

/// "resources are sorted by the value of the primary attribute, if any, or else the first value in the list"
const Json* decidingElement(const Json* value) {
  if (value == nullptr || value->isUnassigned()) return nullptr;
  if (!value->isArray()) return value;
  const auto& elements = value->asArray();
  const auto primary = std::find_if(elements.begin(), elements.end(), [](const Json& element) {
    const Json* mark = element.find("primary");
    return mark != nullptr && mark->isBool() && mark->asBool();
  });
  return primary != elements.end() ? &*primary : &elements.front();
}

Json textKey(const Attribute& attribute, const std::string& text) {
  std::string key = attribute.caseExact ? text : foldCase(text);
  if (key.size() <= kMaxSortKeyBytes) return key;
  std::size_t end = kMaxSortKeyBytes;  // between two characters
  while ((static_cast<unsigned char>(key[end]) & 0xc0) == 0x80) --end;
  key.resize(end);
  return key;
}

std::weak_ordering compareNumbers(const Json& left, const Json& right) {
  if (left.isInteger() && right.isInteger()) return left.asInteger() <=> right.asInteger();
  return std::weak_order(left.asDouble(), right.asDouble());
}

/// Keys of one attribute have one type, or are null.
std::weak_ordering compareKeys(const Json& left, const Json& right) {
  if (left.isNull() || right.isNull()) return left.isNull() <=> right.isNull();
  if (left.isBool() && right.isBool()) return left.asBool() <=> right.asBool();
  if (left.isNumber() && right.isNumber()) return compareNumbers(left, right);
  if (left.isString() && right.isString()) return left.asString() <=> right.asString();
  if (!left.isArray() || !right.isArray()) return std::weak_ordering::equivalent;
  return std::lexicographical_compare_three_way(left.asArray().begin(), left.asArray().end(),
                                                right.asArray().begin(), right.asArray().end(),
                                                compareNumbers);
}

}  // namespace

std::optional<Sorting> sortingFrom(std::string_view sortBy, std::string_view sortOrder) {
  const bool descending = sameName(sortOrder, "descending");
  if (!descending && !sortOrder.empty() && !sameName(sortOrder, "ascending")) {
    throw Error(400, ScimType::InvalidValue, "\"sortOrder\" is to be \"ascending\" or \"descending\"");
  }
  if (sortBy.empty()) return std::nullopt;
  return Sorting{parseAttributePath(sortBy), descending};
}

std::optional<AttributeLocation> findSortAttribute(const ResourceType& type, const AttributePath& by) {
  std::optional<AttributeLocation> location = locate(type, by, Unqualified::CoreThenExtensions);
  if (!location || location->attribute == nullptr) return std::nullopt;
  if (location->subAttribute == nullptr && location->attribute->type == Type::Complex) {
    location->subAttribute = location->attribute->find("value");
    if (location->subAttribute == nullptr) failPath(by, "is complex: name one of its sub-attributes");
  }
  if (location->attribute->returned == Returned::Never ||
      (location->subAttribute != nullptr && location->subAttribute->returned == Returned::Never)) {
    failPath(by, "is never returned and cannot be sorted by");
  }
  return location;
}

Json sortKey(const AttributeLocation& attribute, const Json& resource) {
  const Json* value = decidingElement(valueAt(resource, attribute));
  const Attribute* definition = attribute.attribute;
  if (attribute.subAttribute != nullptr) {
    value = value == nullptr ? nullptr : decidingElement(value->find(attribute.subAttribute->name));
    definition = attribute.subAttribute;
  }
  if (value == nullptr) return {};
  switch (definition->type) {
    case Type::Boolean:
      return value->isBool() ? *value : Json();
    case Type::Integer:
    case Type::Decimal:
      return value->isNumber() ? *value : Json();
    case Type::DateTime: {
      const auto instant = value->isString() ? parseDateTime(value->asString()) : std::nullopt;
      if (!instant) return {};
      return Json::Array{Json(std::int64_t{instant->first.time_since_epoch().count()}),
                         Json(std::int64_t{instant->second.count()})};
    }
    default:
      return value->isString() ? textKey(*definition, value->asString()) : Json();
  }
}

bool precedes(const SortPosition& left, const SortPosition& right, bool descending) {
  const std::weak_ordering order = compareKeys(left.key, right.key);
  if (order != 0) return descending ? order > 0 : order < 0;
  return std::tie(left.rank, left.created, left.id) < std::tie(right.rank, right.created, right.id);
}

}  // namespace scim2ldap::scim
