#include "connector/provisioning/RequestDemands.h"

#include <algorithm>

#include "scim/Error.h"

namespace scim2ldap::connector {

using scim::Json;
using scim::ScimType;

namespace {

bool isBlank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// Whether the value says anything. Of what has a `value`, that alone counts.
bool isThere(const Json* value) {
  if (value == nullptr || value->isUnassigned()) return false;
  if (value->isString()) return !isBlank(value->asString());
  if (value->isArray()) {
    const auto& elements = value->asArray();
    return std::any_of(elements.begin(), elements.end(),
                       [](const Json& element) { return isThere(&element); });
  }
  if (!value->isObject()) return true;
  if (const Json* inner = value->find("value")) return isThere(inner);
  const auto& members = value->asObject();
  return std::any_of(members.begin(), members.end(), [](const Json::Member& member) {
    return member.name != "type" && member.name != "primary" && isThere(&member.value);
  });
}

bool hasPart(const Json& value, std::string_view subAttribute) {
  if (value.isArray()) {
    const auto& elements = value.asArray();
    return std::any_of(elements.begin(), elements.end(),
                       [&](const Json& element) { return hasPart(element, subAttribute); });
  }
  return isThere(value.find(subAttribute));
}

/// Whether the resource says anything there. The path's schema may stand as an object or in front of the
/// name.
bool hasValue(const Json& resource, const scim::AttributePath& path) {
  const Json* holder = path.schema.empty() ? &resource : resource.find(path.schema);
  const Json* value = holder == nullptr ? nullptr : holder->find(path.name);
  if (value == nullptr && !path.schema.empty()) value = resource.find(path.schema + ":" + path.name);
  if (value == nullptr) return false;
  return path.subAttribute.empty() ? isThere(value) : hasPart(*value, path.subAttribute);
}

/// Whether what stands there is stored, rather than only shown, as the displayName of a manager is.
bool isStored(const scim::ResourceType& type, const scim::AttributePath& path) {
  const scim::Attribute* attribute = type.find(path.schema, path.name);
  if (attribute != nullptr && !path.subAttribute.empty()) attribute = attribute->find(path.subAttribute);
  return attribute != nullptr && attribute->mutability != scim::Mutability::ReadOnly;
}

scim::Error missing(const std::string& name) {
  return {400, ScimType::InvalidValue, name + " is required by this endpoint"};
}

bool isAddress(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos)
    return false;
  const std::string_view domain = text.substr(at + 1);
  return !domain.empty() && domain.front() != '.' && domain.back() != '.' &&
         domain.find("..") == std::string_view::npos &&
         text.find_first_of(" \t,;<>") == std::string_view::npos;
}

void checkUserName(const EndpointPolicies& policies, const Json& resource) {
  const std::string name(resource.stringAt("userName"));
  if (policies.userName != UserNameSyntax::Address || isAddress(name)) return;
  throw scim::Error(400, ScimType::InvalidValue,
                    "userName \"" + name +
                        "\" is no e-mail address, which this endpoint asks for; map an "
                        "address to userName in the client");
}

}  // namespace

void checkDemands(const EndpointPolicies& policies, const scim::ResourceType& type, Kind kind,
                  const Json& body, const Json& resource) {
  if (policies.requireExternalId && resource.stringAt("externalId").empty()) throw missing("externalId");
  if (kind == Kind::Group) return;
  for (const scim::AttributePath& path : policies.required) {
    if (!hasValue(isStored(type, path) ? resource : body, path)) throw missing(toString(path));
  }
}

void checkStillMeetsDemands(const EndpointPolicies& policies, Kind kind, const Json& before,
                            const Json& after) {
  if (policies.requireExternalId && !before.stringAt("externalId").empty() &&
      after.stringAt("externalId").empty()) {
    throw missing("externalId");
  }
  if (kind == Kind::Group) return;
  for (const scim::AttributePath& path : policies.required) {
    if (hasValue(before, path) && !hasValue(after, path)) throw missing(toString(path));
  }
  if (before.stringAt("userName") != after.stringAt("userName")) checkUserName(policies, after);
}

}  // namespace scim2ldap::connector
