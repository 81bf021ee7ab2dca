// What the policies make of requests: a POST about somebody who is there already, parts that are left out,
// users who leave in numbers.

#include <algorithm>

#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/Service.h"
#include "connector/provisioning/SoftDelete.h"
#include "scim/Error.h"
#include "scim/Put.h"

namespace scim2ldap::connector {

using scim::Json;

namespace {

Json listOf(const std::vector<std::string>& names) {
  return Json(Json::Array(names.begin(), names.end()));
}

/// The resource with everything that the body names: of what has parts, the others stay.
Json merged(const Json& before, const Json& body) {
  Json after = before;
  for (const Json::Member& part : body.asObject()) {
    const Json* there = before.find(part.name);
    const bool hasParts = there != nullptr && there->isObject() && part.value.isObject();
    after.set(part.name, hasParts ? merged(*there, part.value) : part.value);
  }
  return after;
}

/// Thrown out of an update that was about somebody who is no longer the one that was meant.
struct AnotherOne {};

}  // namespace

bool Service::isMeant(Kind kind, const Json& resource, const Json& there) const {
  const EndpointPolicies& policies = endpoint_.policies;
  const std::string_view externalId = resource.stringAt("externalId");
  const std::string_view thereId = there.stringAt("externalId");
  if (policies.knownExternalId == KnownResource::Adopt && !externalId.empty() && externalId == thereId)
    return true;
  if (kind != Kind::User || policies.inactiveUser != KnownResource::Adopt) return false;
  // With another externalId it is another person, who must not get what this one left.
  const bool isSamePerson = externalId.empty() || thereId.empty() || externalId == thereId;
  return isInactive(there) && isSamePerson && foldedName(kind, resource) == foldedName(kind, there);
}

std::optional<std::string> Service::knownId(Kind kind, const Json& resource) {
  const EndpointPolicies& policies = endpoint_.policies;
  const std::string externalId(resource.stringAt("externalId"));
  if (policies.knownExternalId == KnownResource::Adopt && !externalId.empty()) {
    for (const std::string& id :
         store_.idsByExternalId(endpoint_.name, std::string(typeOf(kind)), externalId)) {
      if (reader_.read(kind, id, false)) return id;
    }
  }
  std::optional<std::string> known;
  if (kind != Kind::User || policies.inactiveUser != KnownResource::Adopt) return known;
  findNamesakes(kind, resource.stringAt(nameAttribute(kind)), [&](const CurrentResource& other) {
    if (isMeant(kind, resource, resourceOf(view_.mapping(kind), other))) known = other.id;
  });
  return known;
}

std::optional<ResourceAnswer> Service::adopt(Kind kind, const ServiceRequest& request, const std::string& id,
                                             const Json& resource, const scim::MembershipChange& members) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  Change change;
  change.members = members;
  change.welcomes = kind == Kind::User;
  for (const Json::Member& part : resource.asObject()) change.named.push_back(part.name);
  if (!members.empty()) change.named.emplace_back("members");
  change.apply = [&](const Json& before) {
    // Others may have been quicker: what was looked up is looked at again under the lock.
    if (!isMeant(kind, resource, before)) throw AnotherOne();
    Json after = merged(before, resource);
    // Who is provisioned anew is there to log in.
    if (resource.find("active") == nullptr && isInactive(before)) after.set("active", true);
    keepSoftDeletedName(before, after);
    return applyPut(mapping.type, before, after);
  };
  const bool withMembers = wantsMembers(kind, request);
  try {
    const CurrentResource adopted = update(kind, request, id, change, withMembers);
    logger_.info("RESOURCE_ADOPTED",
                 "A POST was about a resource that is there already: that one was changed",
                 {{"requestId", request.context.requestId},
                  {"type", typeOf(kind)},
                  {"resource", id},
                  {"name", resource.stringAt(nameAttribute(kind))},
                  {"dn", adopted.entry.dn.toString()}});
    return answer(adopted, request, withMembers);
  } catch (const AnotherOne&) {
    return std::nullopt;
  } catch (const scim::Error& error) {
    if (error.status() != 404) throw;
    return std::nullopt;
  }
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
  std::size_t users = 0;
  if (endpoint_.leavingGuard.percent) {
    const std::optional<std::size_t> total = pages_.total(Kind::User);
    users = total ? *total : static_cast<std::size_t>(store_.countResources(endpoint_.name)["User"]);
  }
  return coordination_.leavings.enter(
      endpoint_.leavingGuard, store_, endpoint_.name, id, users, request.context.now, [&] {
        logger_.error("LEAVING_HELD", "Users stay, as too many have left within an hour",
                      {{"requestId", request.context.requestId},
                       {"endpoint", endpoint_.name},
                       {"resource", id},
                       {"name", name},
                       {"remedy", "see that it is right; then run scim2ldap state confirm-leaving"}});
      });
}

}  // namespace scim2ldap::connector
