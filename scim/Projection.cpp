#include <algorithm>
#include <utility>

#include "scim/AttributeLocation.h"
#include "scim/Query.h"

namespace scim2ldap::scim {
namespace {

using Locations = std::vector<AttributeLocation>;

/// Paths that the type does not have name nothing.
Locations locateAll(const ResourceType& type, const std::vector<AttributePath>& paths) {
  Locations locations;
  for (const AttributePath& path : paths) {
    if (const auto location = locate(type, path, Unqualified::CoreThenExtensions))
      locations.push_back(*location);
  }
  return locations;
}

/// Whether one of the locations is this attribute or the whole schema around it.
bool nameWhole(const Locations& locations, const AttributeLocation& attribute) {
  return std::any_of(locations.begin(), locations.end(), [&](const AttributeLocation& location) {
    const bool isSchema = location.attribute == nullptr && location.extension == attribute.extension;
    return isSchema || location == attribute;
  });
}

/// Whether one of the locations is a sub-attribute of this attribute.
bool namePart(const Locations& locations, const AttributeLocation& attribute) {
  return std::any_of(locations.begin(), locations.end(), [&](const AttributeLocation& location) {
    return location.subAttribute != nullptr && location.attribute == attribute.attribute &&
           location.extension == attribute.extension;
  });
}

/// Decides attribute by attribute. RFC 7644 §3.9, RFC 7643 §2.2
class Selection {
 public:
  Selection(const ResourceType& type, const Projection& projection)
      : restricted_(!projection.attributes.empty()),
        named_(locateAll(type, projection.attributes)),
        excluded_(locateAll(type, projection.excludedAttributes)) {
    if (!restricted_) specified_ = locateAll(type, projection.specified);
  }

  [[nodiscard]] bool wants(const AttributeLocation& location) const {
    switch (location.attribute->returned) {
      case Returned::Always:
        return true;
      case Returned::Never:
        return false;
      case Returned::Request:
        return (isNamed(location) || isSpecified(location)) && !nameWhole(excluded_, location);
      case Returned::Default:
        return (!restricted_ || isNamed(location)) && !nameWhole(excluded_, location);
    }
    return false;
  }

  /// The value with the sub-attributes that are wanted; an object left empty says that none is.
  [[nodiscard]] Json partsOf(const AttributeLocation& location, const Json& value) const {
    if (value.isArray()) {
      Json list = Json::array();
      for (const Json& element : value.asArray()) {
        Json part = partsOf(location, element);
        if (!part.isObject() || !part.asObject().empty()) list.asArray().push_back(std::move(part));
      }
      return list;
    }
    if (!value.isObject()) return value;
    Json object = Json::object();
    for (const auto& [name, part] : value.asObject()) {
      const Attribute* subAttribute = location.attribute->find(name);
      if (subAttribute == nullptr || wantsPart({location.extension, location.attribute, subAttribute})) {
        object.set(name, part);
      }
    }
    return object;
  }

  [[nodiscard]] bool restricted() const { return restricted_; }

 private:
  [[nodiscard]] bool isNamed(const AttributeLocation& location) const {
    return nameWhole(named_, location) || namePart(named_, location);
  }

  [[nodiscard]] bool isSpecified(const AttributeLocation& location) const {
    return nameWhole(specified_, location) || namePart(specified_, location);
  }

  [[nodiscard]] bool wantsPart(const AttributeLocation& part) const {
    const AttributeLocation whole{part.extension, part.attribute, nullptr};
    const bool named = std::find(named_.begin(), named_.end(), part) != named_.end();
    const bool excluded = std::find(excluded_.begin(), excluded_.end(), part) != excluded_.end();
    switch (part.subAttribute->returned) {
      case Returned::Always:
        return true;
      case Returned::Never:
        return false;
      case Returned::Request:
        return (named || nameWhole(specified_, part)) && !excluded;
      case Returned::Default:
        return (named || !namePart(named_, whole) || nameWhole(named_, whole)) && !excluded;
    }
    return false;
  }

  bool restricted_;
  Locations named_;
  Locations excluded_;
  Locations specified_;
};

bool isEmpty(const Json& json) {
  return json.isObject() && json.asObject().empty();
}

Json projectMembers(const ResourceType& type, const Schema* extension, const Json& members,
                    const Selection& selection) {
  Json result = Json::object();
  for (const auto& [name, value] : members.asObject()) {
    if (extension == nullptr && value.isObject()) {
      if (const Schema* inner = type.findExtension(name)) {
        Json part = projectMembers(type, inner, value, selection);
        if (!isEmpty(part)) result.set(name, std::move(part));
        continue;
      }
    }
    const Attribute* attribute = extension == nullptr ? type.find("", name) : extension->find(name);
    if (attribute == nullptr) {  // not of this type: as an attribute that is returned by default
      if (!selection.restricted()) result.set(name, value);
      continue;
    }
    const AttributeLocation location{extension, attribute, nullptr};
    if (!selection.wants(location)) continue;
    Json part = selection.partsOf(location, value);
    const bool lost = isEmpty(part) || (part.isUnassigned() && !value.isUnassigned());
    if (!lost) result.set(name, std::move(part));
  }
  return result;
}

}  // namespace

bool Projection::wants(const ResourceType& type, std::string_view attribute) const {
  const auto location = locate(type, {"", std::string(attribute), ""}, Unqualified::CoreThenExtensions);
  return !location || Selection(type, *this).wants(*location);
}

Json project(const ResourceType& type, const Json& resource, const Projection& projection) {
  return projectMembers(type, nullptr, resource, Selection(type, projection));
}

}  // namespace scim2ldap::scim
