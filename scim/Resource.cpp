#include "scim/Resource.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "scim/AttributeLocation.h"
#include "scim/CanonicalValue.h"
#include "scim/Error.h"

namespace scim2ldap::scim {
namespace {

/// Reads the members of a body one by one into a canonical resource.
class ResourceReader {
 public:
  ResourceReader(const ResourceType& type, Dialect dialect, Ignored& ignored)
      : type_(type), dialect_(dialect), ignored_(ignored), canonical_(dialect, ignored) {}

  Json read(const Json& body) {
    readMembers("", body);
    dropHollowElements(type_, result_);
    settlePrimary(type_.schema, nullptr);
    for (const Schema& extension : type_.extensions) settlePrimary(extension, &extension);
    return std::move(result_);
  }

 private:
  void readMembers(const std::string& urn, const Json& object) {
    for (const auto& [name, value] : object.asObject()) readMember(urn, name, value);
  }

  void readMember(const std::string& urn, const std::string& name, const Json& value) {
    const auto location = locateMember(urn, name);
    if (!location) {
      ignored_.unknown.push_back(urn.empty() ? name : urn + ':' + name);
    } else if (location->attribute == nullptr) {
      readSchema(*location, name, value);
    } else if (location->attribute->mutability == Mutability::ReadOnly ||
               (location->subAttribute != nullptr &&
                location->subAttribute->mutability == Mutability::ReadOnly)) {
      if (!sameName(name, "schemas")) ignored_.readOnly.push_back(toString(*location));
    } else {
      assign(*location, value);
    }
  }

  std::optional<AttributeLocation> locateMember(const std::string& urn, const std::string& name) const {
    const auto unqualified =
        dialect_ == Dialect::Entra && urn.empty() ? Unqualified::CoreThenExtensions : Unqualified::Core;
    if (const auto schema = locate(type_, {name, "", ""}, unqualified)) return schema;
    try {
      AttributePath path = parseAttributePath(name);
      if (!urn.empty() && !path.schema.empty()) return std::nullopt;
      if (!urn.empty()) path.schema = urn;
      return locate(type_, path, unqualified);
    } catch (const Error&) {  // a name that no attribute can have
      return std::nullopt;
    }
  }

  void readSchema(const AttributeLocation& location, const std::string& urn, const Json& value) {
    if (value.isUnassigned() || (value.isString() && value.asString().empty())) return;
    if (!value.isObject()) {
      throw Error(400, ScimType::InvalidValue, "\"" + urn + "\": an object of attributes is expected");
    }
    readMembers(location.extension == nullptr ? type_.schema.id : location.extension->id, value);
  }

  /// Complex values that come in parts ("name.familyName" beside "name") are put together.
  void assign(const AttributeLocation& location, const Json& value) {
    const Attribute& attribute = *location.attribute;
    if (location.subAttribute == nullptr) {
      auto canonical = canonical_.of(attribute, value, toString(location));
      if (!canonical) return;
      const Json* existing = valueAt(result_, location);
      if (existing != nullptr && existing->isObject() && canonical->isObject()) {
        Json merged = *existing;
        for (auto& [name, part] : canonical->asObject()) merged.set(name, std::move(part));
        canonical = std::move(merged);
      }
      setAt(result_, location, std::move(*canonical));
      return;
    }
    auto part = canonical_.of(*location.subAttribute, value, toString(location));
    if (!part) return;
    const Json* existing = valueAt(result_, location);
    Json whole = existing != nullptr ? *existing : attribute.multiValued ? Json::array() : Json::object();
    Json* holder = &whole;
    if (attribute.multiValued) {
      if (whole.asArray().empty()) whole.asArray().push_back(Json::object());
      holder = &whole.asArray().front();
    }
    holder->set(location.subAttribute->name, std::move(*part));
    setAt(result_, location, std::move(whole));
  }

  /// Settles which one of several values is primary. RFC 7643 §2.4
  void settlePrimary(const Schema& schema, const Schema* extension) {
    for (const Attribute& attribute : schema.attributes) {
      const AttributeLocation location{extension, &attribute, nullptr};
      const Json* value = valueAt(result_, location);
      if (value == nullptr || !attribute.multiValued) continue;
      const Json::Array& elements = value->asArray();
      const auto primary = std::find_if(elements.begin(), elements.end(), isPrimary);
      if (primary == elements.end() || std::none_of(primary + 1, elements.end(), isPrimary)) continue;
      if (dialect_ == Dialect::Rfc) {
        throw Error(400, ScimType::InvalidValue,
                    "\"" + toString(location) + "\": more than one value is primary");
      }
      Json list = *value;
      keepOnePrimary(list, static_cast<std::size_t>(primary - elements.begin()));
      setAt(result_, location, std::move(list));
    }
  }

  const ResourceType& type_;
  Dialect dialect_;
  Ignored& ignored_;
  CanonicalValue canonical_;
  Json result_ = Json::object();
};

bool isAssigned(const Json* value) {
  return value != nullptr && !meansUnassigned(*value);
}

/// The elements of a list; of another value, that value.
Json::Array elementsOf(const Json& value) {
  return value.isArray() ? value.asArray() : Json::Array{value};
}

/// \param definition  the attribute or sub-attribute at `location`
void require(const AttributeLocation& location, const Attribute& definition, const Json* value) {
  if (!definition.required || definition.mutability == Mutability::ReadOnly || isAssigned(value)) return;
  throw Error(400, ScimType::InvalidValue, "\"" + toString(location) + "\" is required");
}

void requireParts(AttributeLocation location, const Json& element) {
  for (const Attribute& part : location.attribute->subAttributes) {
    location.subAttribute = &part;
    require(location, part, element.find(part.name));
  }
}

void checkRequiredInChanges(const Schema& schema, const Schema* extension, const Json& before,
                            const Json& after) {
  const bool isNew =
      extension != nullptr && before.find(extension->id) == nullptr && after.find(extension->id) != nullptr;
  for (const Attribute& attribute : schema.attributes) {
    const AttributeLocation location{extension, &attribute, nullptr};
    const Json* value = valueAt(after, location);
    if (isNew) require(location, attribute, value);
    if (!isAssigned(value)) continue;
    const Json* old = valueAt(before, location);
    const Json::Array known = old == nullptr ? Json::Array{} : elementsOf(*old);
    for (const Json& element : elementsOf(*value)) {
      if (std::find(known.begin(), known.end(), element) == known.end()) requireParts(location, element);
    }
  }
}

void checkRequired(const Schema& schema, const Schema* extension, const Json& resource) {
  for (const Attribute& attribute : schema.attributes) {
    const AttributeLocation location{extension, &attribute, nullptr};
    const Json* value = valueAt(resource, location);
    require(location, attribute, value);
    if (!isAssigned(value)) continue;
    for (const Json& element : elementsOf(*value)) requireParts(location, element);
  }
}

}  // namespace

Json canonicalResource(const ResourceType& type, const Json& body, Dialect dialect, Ignored& ignored) {
  if (!body.isObject()) throw Error(400, ScimType::InvalidSyntax, "the body is not a JSON object");
  return ResourceReader(type, dialect, ignored).read(body);
}

void checkRequiredInChanges(const ResourceType& type, const Json& before, const Json& after) {
  checkRequiredInChanges(type.schema, nullptr, before, after);
  for (const Schema& extension : type.extensions) {
    checkRequiredInChanges(extension, &extension, before, after);
  }
}

void checkRequired(const ResourceType& type, const Json& resource) {
  checkRequired(type.schema, nullptr, resource);
  for (const Schema& extension : type.extensions) {
    if (resource.find(extension.id) != nullptr) checkRequired(extension, &extension, resource);
  }
}

}  // namespace scim2ldap::scim
