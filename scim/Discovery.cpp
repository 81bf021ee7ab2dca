#include "scim/Discovery.h"

#include <string>
#include <utility>

namespace scim2ldap::scim {
namespace {

constexpr std::string_view kServiceProviderConfigSchema =
    "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
constexpr std::string_view kResourceTypeSchema = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
constexpr std::string_view kSchemaSchema = "urn:ietf:params:scim:schemas:core:2.0:Schema";

std::string_view toString(Type type) {
  switch (type) {
    case Type::String:
      return "string";
    case Type::Boolean:
      return "boolean";
    case Type::Decimal:
      return "decimal";
    case Type::Integer:
      return "integer";
    case Type::DateTime:
      return "dateTime";
    case Type::Binary:
      return "binary";
    case Type::Reference:
      return "reference";
    case Type::Complex:
      return "complex";
  }
  return "";
}

std::string_view toString(Mutability mutability) {
  switch (mutability) {
    case Mutability::ReadOnly:
      return "readOnly";
    case Mutability::ReadWrite:
      return "readWrite";
    case Mutability::Immutable:
      return "immutable";
    case Mutability::WriteOnly:
      return "writeOnly";
  }
  return "";
}

std::string_view toString(Returned returned) {
  switch (returned) {
    case Returned::Always:
      return "always";
    case Returned::Never:
      return "never";
    case Returned::Default:
      return "default";
    case Returned::Request:
      return "request";
  }
  return "";
}

std::string_view toString(Uniqueness uniqueness) {
  switch (uniqueness) {
    case Uniqueness::None:
      return "none";
    case Uniqueness::Server:
      return "server";
    case Uniqueness::Global:
      return "global";
  }
  return "";
}

Json object(Json::Object members) {
  return Json(std::move(members));
}

Json strings(const std::vector<std::string>& values) {
  return Json(Json::Array(values.begin(), values.end()));
}

Json schemas(std::string_view urn) {
  return Json(Json::Array{Json(urn)});
}

Json meta(std::string_view resourceType, std::string_view baseUrl, const std::string& path) {
  return object({{"resourceType", resourceType}, {"location", std::string(baseUrl) + path}});
}

Json supported(bool value) {
  return object({{"supported", value}});
}

// RFC 7643 §7
Json attributeDefinition(const Attribute& attribute) {
  Json json = object({{"name", attribute.name},
                      {"type", toString(attribute.type)},
                      {"multiValued", attribute.multiValued},
                      {"description", attribute.description},
                      {"required", attribute.required}});
  if (!attribute.canonicalValues.empty()) json.set("canonicalValues", strings(attribute.canonicalValues));
  json.set("caseExact", attribute.caseExact);
  json.set("mutability", toString(attribute.mutability));
  json.set("returned", toString(attribute.returned));
  json.set("uniqueness", toString(attribute.uniqueness));
  if (!attribute.referenceTypes.empty()) json.set("referenceTypes", strings(attribute.referenceTypes));
  if (!attribute.subAttributes.empty()) {
    Json::Array parts;
    for (const Attribute& part : attribute.subAttributes) parts.push_back(attributeDefinition(part));
    json.set("subAttributes", std::move(parts));
  }
  return json;
}

}  // namespace

// RFC 7643 §5, RFC 9865 §4
Json serviceProviderConfig(const ServiceCapabilities& capabilities, std::string_view baseUrl) {
  const Json bearer = object({{"type", "oauthbearertoken"},
                              {"name", "OAuth Bearer Token"},
                              {"description", "A token that the service has issued, sent as a bearer token"},
                              {"specUri", "https://www.rfc-editor.org/info/rfc6750"},
                              {"primary", true}});
  const Json oauth =
      object({{"type", "oauth2"},
              {"name", "OAuth 2.0 client credentials"},
              {"description", "A token for a client's own credentials, from /oauth/token below the base URL"},
              {"specUri", "https://www.rfc-editor.org/info/rfc6749"},
              {"primary", false}});
  Json::Array authenticationSchemes{bearer};
  if (capabilities.oauth) authenticationSchemes.push_back(oauth);
  return object(
      {{"schemas", schemas(kServiceProviderConfigSchema)},
       {"patch", supported(true)},
       {"bulk", object({{"supported", capabilities.bulk},
                        {"maxOperations", capabilities.bulkMaxOperations},
                        {"maxPayloadSize", capabilities.bulkMaxPayloadBytes}})},
       {"filter", object({{"supported", true}, {"maxResults", capabilities.maxResults}})},
       {"changePassword", supported(capabilities.changePassword)},
       {"sort", supported(capabilities.sort)},
       {"etag", supported(capabilities.etag)},
       {"pagination", object({{"cursor", true},
                              {"index", true},
                              {"defaultPaginationMethod", "index"},
                              {"defaultPageSize", capabilities.pageSize},
                              {"maxPageSize", capabilities.maxResults},
                              {"cursorTimeout", std::int64_t{capabilities.cursorTimeout.count()}}})},
       {"authenticationSchemes", std::move(authenticationSchemes)},
       {"meta", meta("ServiceProviderConfig", baseUrl, "/ServiceProviderConfig")}});
}

// RFC 7643 §6
Json resourceTypeResource(const ResourceType& type, std::string_view baseUrl) {
  Json::Array extensions;
  for (const Schema& extension : type.extensions) {
    extensions.push_back(object({{"schema", extension.id}, {"required", false}}));
  }
  return object({{"schemas", schemas(kResourceTypeSchema)},
                 {"id", type.name},
                 {"name", type.name},
                 {"endpoint", type.endpoint},
                 {"description", type.schema.description},
                 {"schema", type.schema.id},
                 {"schemaExtensions", std::move(extensions)},
                 {"meta", meta("ResourceType", baseUrl, "/ResourceTypes/" + type.name)}});
}

// RFC 7643 §7
Json schemaResource(const Schema& schema, std::string_view baseUrl) {
  Json::Array attributes;
  for (const Attribute& attribute : schema.attributes) attributes.push_back(attributeDefinition(attribute));
  return object({{"schemas", schemas(kSchemaSchema)},
                 {"id", schema.id},
                 {"name", schema.name},
                 {"description", schema.description},
                 {"attributes", std::move(attributes)},
                 {"meta", meta("Schema", baseUrl, "/Schemas/" + schema.id)}});
}

}  // namespace scim2ldap::scim
