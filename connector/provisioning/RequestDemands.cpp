#include "connector/provisioning/RequestDemands.h"

#include <algorithm>

#include "scim/Error.h"

namespace scim2ldap::connector {

using scim::Json;
using scim::ScimType;

namespace {

bool isThere(const Json* value) {
  return value != nullptr && !value->isUnassigned() && !(value->isString() && value->asString().empty());
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
  if (!isThere(value)) return false;
  return path.subAttribute.empty() || hasPart(*value, path.subAttribute);
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

void checkDemands(const EndpointPolicies& policies, Kind kind, const Json& body, const Json& resource) {
  if (policies.requireExternalId && resource.stringAt("externalId").empty()) throw missing("externalId");
  if (kind == Kind::Group) return;
  for (const scim::AttributePath& path : policies.required) {
    if (!hasValue(body, path) && !hasValue(resource, path)) throw missing(toString(path));
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
