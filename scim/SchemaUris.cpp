#include "scim/SchemaUris.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "scim/Error.h"
#include "scim/FilterMatch.h"

namespace scim2ldap::scim {
namespace {

using Uris = std::vector<std::string>;

bool contains(const Uris& uris, const std::string& uri) {
  return std::any_of(uris.begin(), uris.end(), [&](const std::string& u) { return sameName(u, uri); });
}

/// The URIs in a list or a single string, as the type spells them.
Uris urisFrom(const ResourceType& type, const Json& sent) {
  const Json::Array one = sent.isArray() ? Json::Array{} : Json::Array{sent};
  Uris uris;
  for (const Json& uri : sent.isArray() ? sent.asArray() : one) {
    if (!uri.isString()) throw Error(400, ScimType::InvalidSyntax, "\"schemas\": a list of URIs is expected");
    const Schema* extension = type.findExtension(uri.asString());
    if (extension == nullptr && !sameName(uri.asString(), type.schema.id)) {
      throw Error(400, ScimType::InvalidValue,
                  "\"schemas\": \"" + uri.asString() + "\" is no schema of a " + type.name);
    }
    const std::string& known = extension == nullptr ? type.schema.id : extension->id;
    if (contains(uris, known)) {
      throw Error(400, ScimType::InvalidValue, "\"schemas\": \"" + known + "\" stands there twice");
    }
    uris.push_back(known);
  }
  return uris;
}

/// The extension whose attributes a member of a body holds ("URN" or "URN:name"); nullptr for all others.
const Schema* extensionOf(const ResourceType& type, std::string_view member) {
  for (const Schema& extension : type.extensions) {
    if (!sameName(member.substr(0, extension.id.size()), extension.id)) continue;
    if (member.size() == extension.id.size() || member[extension.id.size()] == ':') return &extension;
  }
  return nullptr;
}

/// What the resource's `schemas` says.
Uris urisOf(const ResourceType& type, const Json& resource) {
  Uris uris{type.schema.id};
  for (const Schema& extension : type.extensions) {
    if (resource.find(extension.id) != nullptr) uris.push_back(extension.id);
  }
  return uris;
}

}  // namespace

void checkSchemas(const ResourceType& type, const Json& body, Dialect dialect) {
  if (dialect == Dialect::Entra) return;
  const Json* sent = body.find("schemas");
  if (sent == nullptr || !sent->isArray() || sent->asArray().empty()) {
    throw Error(400, ScimType::InvalidSyntax,
                "\"schemas\": a list that names " + type.schema.id + " is expected");
  }
  const Uris uris = urisFrom(type, *sent);
  if (!contains(uris, type.schema.id)) {
    throw Error(400, ScimType::InvalidValue, "\"schemas\" does not name " + type.schema.id);
  }
  for (const auto& [name, value] : body.asObject()) {
    const Schema* extension = extensionOf(type, name);
    if (extension == nullptr || contains(uris, extension->id)) continue;
    if (value.isUnassigned() || value == Json::object()) continue;
    throw Error(400, ScimType::InvalidValue,
                "\"schemas\" does not name " + extension->id + ", of which the body has attributes");
  }
}

void patchSchemas(const ResourceType& type, const PatchOperation& operation, Json& resource) {
  const Uris before = urisOf(type, resource);
  const Uris given = operation.value.isNull() ? Uris{} : urisFrom(type, operation.value);
  const auto& filter = operation.path->valueFilter;

  // What is aimed at: what the filter chooses, what a remove names, or all.
  Uris gone = before;
  if (filter) {
    const Attribute& schemas = *type.find("", "schemas");
    std::erase_if(gone, [&](const std::string& uri) { return !matchesElement(schemas, Json(uri), *filter); });
    if (gone.empty()) {
      throw Error(400, ScimType::NoTarget, "\"" + toString(*operation.path) + "\" matches no value");
    }
  } else if (operation.op == PatchOp::Remove && !given.empty()) {
    gone = given;
  }
  // Of it, what the operation names goes on to be there.
  if (operation.op == PatchOp::Add) gone.clear();
  if (operation.op == PatchOp::Replace) {
    std::erase_if(gone, [&](const std::string& uri) { return contains(given, uri); });
  }
  for (const std::string& uri : gone) {
    if (uri == type.schema.id) {
      throw Error(400, ScimType::Mutability, "\"schemas\": " + uri + " is required and cannot be removed");
    }
    resource.erase(uri);
  }
}

}  // namespace scim2ldap::scim
