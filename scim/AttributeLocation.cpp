#include "scim/AttributeLocation.h"

#include <utility>

namespace scim2ldap::scim {
namespace {

std::optional<AttributeLocation> locateSchema(const ResourceType& type, std::string_view urn) {
  if (sameName(urn, type.schema.id)) return AttributeLocation{};
  const Schema* extension = type.findExtension(urn);
  if (extension == nullptr) return std::nullopt;
  return AttributeLocation{extension, nullptr, nullptr};
}

AttributeLocation locateAttribute(const ResourceType& type, const AttributePath& path,
                                  Unqualified unqualified) {
  const Schema* extension = path.schema.empty() ? nullptr : type.findExtension(path.schema);
  if (const Attribute* attribute = type.find(path.schema, path.name)) return {extension, attribute, nullptr};
  if (path.schema.empty() && unqualified == Unqualified::CoreThenExtensions) {
    for (const Schema& candidate : type.extensions) {
      if (const Attribute* attribute = candidate.find(path.name)) return {&candidate, attribute, nullptr};
    }
  }
  return {};
}

}  // namespace

std::optional<AttributeLocation> locate(const ResourceType& type, const AttributePath& path,
                                        Unqualified unqualified) {
  if (path.name.empty()) {
    if (auto schema = locateSchema(type, path.schema)) return schema;
    // By its looks a URN, yet perhaps an attribute under a shorter one.
    const std::size_t colon = path.schema.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    return locate(type, {path.schema.substr(0, colon), path.schema.substr(colon + 1), path.subAttribute},
                  unqualified);
  }
  AttributeLocation location = locateAttribute(type, path, unqualified);
  if (location.attribute == nullptr) {
    // By its looks an attribute, yet perhaps the last part of a URN.
    if (path.schema.empty() || !path.subAttribute.empty()) return std::nullopt;
    return locateSchema(type, path.schema + ':' + path.name);
  }
  if (!path.subAttribute.empty()) {
    location.subAttribute = location.attribute->find(path.subAttribute);
    if (location.subAttribute == nullptr) return std::nullopt;
  }
  return location;
}

std::string toString(const AttributeLocation& location) {
  AttributePath path;
  if (location.extension != nullptr) path.schema = location.extension->id;
  if (location.attribute != nullptr) path.name = location.attribute->name;
  if (location.subAttribute != nullptr) path.subAttribute = location.subAttribute->name;
  return toString(path);
}

const Json* valueAt(const Json& resource, const AttributeLocation& location) {
  const Json* holder = location.extension == nullptr ? &resource : resource.find(location.extension->id);
  return holder == nullptr ? nullptr : holder->find(location.attribute->name);
}

void setAt(Json& resource, const AttributeLocation& location, Json value) {
  if (location.extension == nullptr) {
    resource.set(location.attribute->name, std::move(value));
    return;
  }
  Json* holder = resource.find(location.extension->id);
  if (holder == nullptr) holder = &resource.set(location.extension->id, Json::object());
  holder->set(location.attribute->name, std::move(value));
}

void eraseAt(Json& resource, const AttributeLocation& location) {
  if (location.extension == nullptr) {
    resource.erase(location.attribute->name);
  } else if (Json* holder = resource.find(location.extension->id)) {
    holder->erase(location.attribute->name);
    if (holder->asObject().empty()) resource.erase(location.extension->id);
  }
}

}  // namespace scim2ldap::scim
