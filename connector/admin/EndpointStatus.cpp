#include "connector/admin/EndpointStatus.h"

#include <string>
#include <string_view>

#include "connector/admin/Leavings.h"
#include "connector/admin/Status.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

std::string_view wordOf(GroupSync groups) {
  switch (groups) {
    case GroupSync::Off:
      return "off";
    case GroupSync::Empty:
      return "empty";
    case GroupSync::On:
      break;
  }
  return "on";
}

/// Those that are not simply carried out.
Json verbsJson(const VerbPolicies& verbs) {
  Json json = Json::object();
  for (const Verb& verb : kVerbs) {
    const VerbPolicy policy = verbs.*verb.policy;
    if (policy != VerbPolicy::Apply) json.set(verb.key, policy == VerbPolicy::Ignore ? "ignore" : "reject");
  }
  return json;
}

Json leavingsJson(const Leavings& leavings) {
  Json json = Json::object();
  json.set("left", leavings.left);
  json.set("limit", leavings.limit ? Json(*leavings.limit) : Json());
  json.set("held", leavings.areHeld());
  json.set("confirmedUntil",
           leavings.confirmedUntil ? Json(scim::printDateTime(*leavings.confirmedUntil)) : Json());
  return json;
}

}  // namespace

Json endpointJson(Endpoint& endpoint, const ServerSettings& listener, Store& store, TimePoint now) {
  const EndpointConfiguration& configuration = endpoint.configuration;
  const std::vector<std::string> urls = tenantUrls(configuration, listener);
  Json entry = Json::object();
  entry.set("name", configuration.name);
  entry.set("tenantUrls", Json(Json::Array(urls.begin(), urls.end())));
  entry.set("basePaths", Json(Json::Array(configuration.basePaths.begin(), configuration.basePaths.end())));
  entry.set("directory", configuration.directory);
  entry.set("mapping", configuration.mapping.file);
  const std::vector<std::string> faults = endpoint.mappingCheck.faults();
  entry.set("mappingFaults", Json(Json::Array(faults.begin(), faults.end())));
  entry.set("oauth", configuration.oauth.has_value());
  entry.set("dialect", configuration.dialect == scim::Dialect::Entra ? "entra" : "rfc");
  Json resources = Json::object();
  for (const auto& [type, count] : store.countResources(configuration.name)) resources.set(type, count);
  entry.set("resources", std::move(resources));
  entry.set("enabled", configuration.policies.enabled);
  entry.set("groups", wordOf(configuration.policies.groups));
  entry.set("verbs", verbsJson(configuration.policies.verbs));
  entry.set("roles", configuration.roles.has_value());
  entry.set("fallbackGroup",
            configuration.fallback ? Json(configuration.fallback->group.toString()) : Json());
  entry.set("leavingGuard",
            configuration.leavingGuard.isOn() ? leavingsJson(leavingsOf(endpoint, store, now)) : Json());
  return entry;
}

}  // namespace scim2ldap::connector
