#include "tests/e2e/AdvertisedTypes.h"

#include <utility>

namespace scim2ldap::test {
namespace {

using scim::Json;

void readSchema(const ScimClient& client, AdvertisedType& type, const std::string& urn,
                const std::string& extension) {
  type.schemas.asArray().push_back(urn);
  const ScimAnswer schema = client.send("GET", "/Schemas/" + urn);
  for (const Json& definition : schema.body.find("attributes")->asArray())
    type.attributes.push_back({extension, definition});
}

}  // namespace

std::vector<std::string> AdvertisedAttribute::partsThatAre(std::string_view characteristic,
                                                           std::string_view value) const {
  std::vector<std::string> names;
  if (const Json* parts = definition.find("subAttributes")) {
    for (const Json& part : parts->asArray())
      if (part.stringAt(characteristic) == value) names.emplace_back(part.stringAt("name"));
  }
  return names;
}

Json AdvertisedAttribute::withoutRequested(Json value) const {
  for (const std::string& part : requestedParts()) value.erase(part);
  return value;
}

const Json* AdvertisedAttribute::in(const Json& resource) const {
  const Json* holder = extension.empty() ? &resource : resource.find(extension);
  return holder == nullptr ? nullptr : holder->find(name());
}

void AdvertisedAttribute::put(Json& resource, const Json& value) const {
  if (extension.empty()) {
    resource.set(name(), value);
    return;
  }
  Json holder = resource.find(extension) == nullptr ? Json::object() : *resource.find(extension);
  holder.set(name(), value);
  resource.set(extension, std::move(holder));
}

Json AdvertisedType::body(const std::function<bool(const AdvertisedAttribute&)>& chosen,
                          SchemaValues& values) const {
  Json resource = Json::object();
  resource.set("schemas", schemas);
  for (const AdvertisedAttribute& attribute : attributes)
    if (chosen(attribute)) attribute.put(resource, values.valueOf(attribute.definition));
  return resource;
}

std::vector<AdvertisedType> advertisedTypes(const ScimClient& client) {
  std::vector<AdvertisedType> types;
  const ScimAnswer list = client.send("GET", "/ResourceTypes");
  for (const Json& resourceType : list.body.find("Resources")->asArray()) {
    AdvertisedType type{std::string(resourceType.stringAt("name")),
                        std::string(resourceType.stringAt("endpoint"))};
    readSchema(client, type, std::string(resourceType.stringAt("schema")), "");
    for (const Json& extension : resourceType.find("schemaExtensions")->asArray()) {
      const std::string urn(extension.stringAt("schema"));
      readSchema(client, type, urn, urn);
    }
    types.push_back(std::move(type));
  }
  return types;
}

}  // namespace scim2ldap::test
