#include "connector/commands/Errand.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>

#include "connector/provisioning/LdapErrors.h"
#include "ldap/Error.h"
#include "scim/Error.h"

namespace scim2ldap::connector {

using scim::Json;

namespace {

constexpr std::array<std::pair<Errand::Task, std::string_view>, 3> kTasks{
    {{Errand::Task::ResolveRole, "state resolve-roles"},
     {Errand::Task::LinkGroup, "group link"},
     {Errand::Task::UnlinkGroup, "group unlink"}}};

std::string_view nameOf(Errand::Task task) {
  return std::find_if(kTasks.begin(), kTasks.end(), [&](const auto& each) { return each.first == task; })
      ->second;
}

}  // namespace

ErrandResult carryOut(const Errand& errand, const EndpointConfiguration& endpoint, Service& service) {
  ServiceRequest request;
  request.context.requestId = nameOf(errand.task);
  request.context.endpoint = endpoint.name;
  request.context.directory = endpoint.directory;
  request.context.principal = nameOf(errand.task);
  request.context.method = "COMMAND";
  request.context.now = currentTime();
  request.context.uniqueExternalId = endpoint.uniqueExternalId;
  try {
    switch (errand.task) {
      case Errand::Task::ResolveRole:
        return {service.resolveRole(request, errand.id)};
      case Errand::Task::LinkGroup:
        service.linkGroup(request, errand.id, errand.externalId);
        return {};
      case Errand::Task::UnlinkGroup:
        service.linkGroup(request, errand.id, std::nullopt);
        return {};
    }
    return {"", "this is no errand"};
  } catch (const scim::Error& error) {
    return {"", error.detail()};
  } catch (const ldap::Error& error) {
    return {"", toScimError(error).detail()};
  } catch (const StoreError& error) {
    return {"", error.what()};
  }
}

Json toJson(const Errand& errand) {
  Json json = Json::object();
  json.set("task", nameOf(errand.task));
  json.set("endpoint", errand.endpoint);
  json.set("id", errand.id);
  json.set("externalId", errand.externalId);
  return json;
}

Json toJson(const ErrandResult& result) {
  Json json = Json::object();
  json.set("role", result.role);
  json.set("error", result.error);
  return json;
}

Errand errandFrom(const Json& json) {
  const std::string_view name = json.stringAt("task");
  const auto task =
      std::find_if(kTasks.begin(), kTasks.end(), [&](const auto& each) { return each.second == name; });
  if (task == kTasks.end()) {
    throw std::invalid_argument("\"" + std::string(name) +
                                "\" is nothing that the service does; restart it after an upgrade");
  }
  return {task->first, std::string(json.stringAt("endpoint")), std::string(json.stringAt("id")),
          std::string(json.stringAt("externalId"))};
}

ErrandResult errandResultFrom(const Json& json) {
  return {std::string(json.stringAt("role")), std::string(json.stringAt("error"))};
}

}  // namespace scim2ldap::connector
