#include "connector/commands/RoleErrand.h"

#include <chrono>
#include <exception>

#include "connector/provisioning/LdapErrors.h"
#include "ldap/Error.h"
#include "scim/Error.h"

namespace scim2ldap::connector {

using scim::Json;

RoleErrandResult carryOut(const RoleErrand& errand, const EndpointConfiguration& endpoint, Service& service) {
  ServiceRequest request;
  request.context.requestId = "resolve-roles";
  request.context.endpoint = endpoint.name;
  request.context.directory = endpoint.directory;
  request.context.principal = "state resolve-roles";
  request.context.method = "STATE";
  request.context.now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  request.context.uniqueExternalId = endpoint.uniqueExternalId;
  try {
    return {service.resolveRole(request, errand.id)};
  } catch (const scim::Error& error) {
    return {"", error.detail()};
  } catch (const ldap::Error& error) {
    return {"", toScimError(error).detail()};
  } catch (const StoreError& error) {
    return {"", error.what()};
  }
}

Json toJson(const RoleErrand& errand) {
  Json json = Json::object();
  json.set("command", "resolve-role");
  json.set("endpoint", errand.endpoint);
  json.set("id", errand.id);
  return json;
}

Json toJson(const RoleErrandResult& result) {
  Json json = Json::object();
  json.set("role", result.role);
  json.set("error", result.error);
  return json;
}

RoleErrand roleErrandFrom(const Json& json) {
  return {std::string(json.stringAt("endpoint")), std::string(json.stringAt("id"))};
}

RoleErrandResult roleErrandResultFrom(const Json& json) {
  return {std::string(json.stringAt("role")), std::string(json.stringAt("error"))};
}

}  // namespace scim2ldap::connector
