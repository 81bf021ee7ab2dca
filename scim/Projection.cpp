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

bool isEmpty(const Json& json) {
  return json.isObject() && json.asObject().empty();
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

  [[nodiscard]] bool wantsAllOf(const AttributeLocation& location) const {
    const std::vector<Attribute>& parts = location.attribute->subAttributes;
    return std::all_of(parts.begin(), parts.end(), [&](const Attribute& part) {
      return wantsPart({location.extension, location.attribute, &part});
    });
  }

  /// Takes the sub-attributes that are not wanted out of the value; an object left empty says that none is.
  void keepParts(const AttributeLocation& location, Json& value) const {
    if (value.isArray()) {
      for (Json& element : value.asArray()) keepParts(location, element);
      std::erase_if(value.asArray(), isEmpty);
    } else if (value.isObject()) {
      std::erase_if(value.asObject(), [&](const Json::Member& part) {
        const Attribute* subAttribute = location.attribute->find(part.name);
        return subAttribute != nullptr && !wantsPart({location.extension, location.attribute, subAttribute});
      });
    }
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

/// What is wanted of the members of a resource, or of an extension's part of it.
Json::Object wantedOf(const ResourceType& type, const Schema* extension, Json::Object&& members,
                      const Selection& selection) {
  const auto keep = [&](std::string_view name, Json& value) {
    if (extension == nullptr && value.isObject()) {
      if (const Schema* inner = type.findExtension(name)) {
        value = wantedOf(type, inner, std::move(value.asObject()), selection);
        return !isEmpty(value);
      }
    }
    const Attribute* attribute = extension == nullptr ? type.find("", name) : extension->find(name);
    // What is not of this type is as an attribute that is returned by default.
    if (attribute == nullptr) return !selection.restricted();
    const AttributeLocation location{extension, attribute, nullptr};
    if (!selection.wants(location)) return false;
    const bool wasUnassigned = value.isUnassigned();
    selection.keepParts(location, value);
    return !isEmpty(value) && (wasUnassigned || !value.isUnassigned());
  };
  Json::Object wanted;
  wanted.reserve(members.size());
  for (Json::Member& member : members) {
    if (keep(member.name, member.value)) wanted.push_back(std::move(member));
  }
  return wanted;
}

}  // namespace

bool Projection::wants(const ResourceType& type, std::string_view attribute) const {
  const auto location = locate(type, {"", std::string(attribute), ""}, Unqualified::CoreThenExtensions);
  return !location || Selection(type, *this).wants(*location);
}

bool Projection::wantsWhole(const ResourceType& type, std::string_view attribute) const {
  const auto location = locate(type, {"", std::string(attribute), ""}, Unqualified::CoreThenExtensions);
  return !location || Selection(type, *this).wantsAllOf(*location);
}

Json project(const ResourceType& type, Json resource, const Projection& projection) {
  return {wantedOf(type, nullptr, std::move(resource.asObject()), Selection(type, projection))};
}

}  // namespace scim2ldap::scim
