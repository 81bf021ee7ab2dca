// What the policies make of requests: a POST about somebody who is there already, parts that are left out,
// users who leave in numbers.

#include <algorithm>

#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/Service.h"
#include "scim/Put.h"

namespace scim2ldap::connector {

using scim::Json;

namespace {

Json listOf(const std::vector<std::string>& names) {
  return Json(Json::Array(names.begin(), names.end()));
}

/// The resource with everything that the body names; an extension of which it names a part keeps the others.
Json merged(const Json& before, const Json& body) {
  Json after = before;
  for (const Json::Member& part : body.asObject()) {
    Json* extension = part.name.starts_with("urn:") ? after.find(part.name) : nullptr;
    if (extension == nullptr) {
      after.set(part.name, part.value);
      continue;
    }
    for (const Json::Member& attribute : part.value.asObject())
      extension->set(attribute.name, attribute.value);
  }
  return after;
}

}  // namespace

std::optional<std::string> Service::knownId(Kind kind, const Json& resource) {
  const EndpointPolicies& policies = endpoint_.policies;
  const std::string externalId(resource.stringAt("externalId"));
  if (policies.knownExternalId == KnownResource::Adopt && !externalId.empty()) {
    std::vector<std::string> ids =
        store_.idsByExternalId(endpoint_.name, std::string(typeOf(kind)), externalId);
    std::erase_if(ids, [&](const std::string& id) { return !reader_.read(kind, id, false); });
    // Where several have it, it says of nobody who he is.
    if (ids.size() == 1) return ids.front();
  }
  std::optional<std::string> known;
  if (kind != Kind::User || policies.inactiveUser != KnownResource::Adopt) return known;
  findNamesakes(kind, resource.stringAt(nameAttribute(kind)), [&](const CurrentResource& other) {
    const Json there = resourceOf(view_.mapping(kind), other);
    const std::string_view otherId = there.stringAt("externalId");
    // With another externalId it is another person, who must not get what this one left.
    const bool isSamePerson = externalId.empty() || otherId.empty() || otherId == externalId;
    if (isInactive(there) && isSamePerson) known = other.id;
  });
  return known;
}

ResourceAnswer Service::adopt(Kind kind, const ServiceRequest& request, const std::string& id,
                              const Json& resource, const scim::MembershipChange& members) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  Change change;
  change.members = members;
  change.apply = [&](const Json& before) {
    Json after = merged(before, resource);
    // Who is provisioned anew is there to log in.
    if (resource.find("active") == nullptr && isInactive(before)) after.set("active", true);
    return applyPut(mapping.type, before, after);
  };
  const bool withMembers = wantsMembers(kind, request);
  const CurrentResource adopted = update(kind, request, id, change, withMembers);
  if (kind == Kind::User) welcome(request, id);
  logger_.info("RESOURCE_ADOPTED", "A POST was about a resource that is there already: that one was changed",
               {{"requestId", request.context.requestId},
                {"type", typeOf(kind)},
                {"id", id},
                {"name", resource.stringAt(nameAttribute(kind))},
                {"dn", adopted.entry.dn.toString()}});
  return answer(adopted, request, withMembers);
}

void Service::linkGroup(const ServiceRequest& request, const std::string& id,
                        const std::optional<std::string>& externalId) {
  Change change;
  change.isOurs = true;
  change.apply = [&](const Json& before) {
    Json after = before;
    if (externalId) {
      after.set("externalId", *externalId);
    } else {
      after.erase("externalId");
    }
    return after;
  };
  static_cast<void>(update(Kind::Group, request, id, change, false));
}

Service::MemberDifference Service::permittedMembers(const scim::MembershipChange& change,
                                                    const ldap::Entry& group, Permitted& permitted) {
  const VerbPolicy policy = endpoint_.policies.verbs.groupMembers;
  if (policy == VerbPolicy::Ignore && !change.empty()) {
    permitted.ignored.emplace_back("members");
    return {};
  }
  MemberDifference members = memberDifference(change, group);
  if (policy == VerbPolicy::Apply || members.values.empty()) return members;
  if (!view_.isAlready(group.dn, members.values.add, members.values.remove)) {
    permitted.refused.emplace_back("members");
  }
  return {};
}

void Service::report(const ServiceRequest& request, std::string_view name, const Permitted& permitted) {
  if (permitted.ignored.empty() && permitted.refused.empty()) return;
  logger_.info("POLICY_LEFT_OUT", "The endpoint's policies left a part of a request out",
               {{"requestId", request.context.requestId},
                {"name", name},
                {"ignored", listOf(permitted.ignored)},
                {"refused", listOf(permitted.refused)}});
}

LeavingGate::Pass Service::letLeave(const ServiceRequest& request, const std::string& id,
                                    std::string_view name) {
  if (!endpoint_.leavingGuard.isOn()) return {};
  const std::size_t users = endpoint_.leavingGuard.percent ? pages_.page(Kind::User, 0, 0).total : 0;
  try {
    return coordination_.leavings.enter(endpoint_.leavingGuard, store_, endpoint_.name, id, users,
                                        request.context.now);
  } catch (const scim::Error& error) {
    logger_.error("LEAVING_HELD", "A user stays, as too many have left within an hour",
                  {{"requestId", request.context.requestId},
                   {"endpoint", endpoint_.name},
                   {"id", id},
                   {"name", name},
                   {"reason", error.detail()}});
    throw;
  }
}

}  // namespace scim2ldap::connector
