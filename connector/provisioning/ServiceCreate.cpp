// POST: what a client sends becomes an entry. RFC 7644 §3.3

#include "connector/provisioning/RequestDemands.h"
#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/Service.h"
#include "scim/Error.h"

namespace scim2ldap::connector {

using scim::Json;

ResourceAnswer Service::create(Kind kind, const ServiceRequest& request, const Json& body) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  Json resource = readBody(kind, request, body);
  checkName(kind, resource);
  checkStillMeetsDemands(endpoint_.policies, kind, Json::object(), resource);

  scim::MembershipChange members;
  if (const Json* value = resource.find("members"); value != nullptr && mapping.members) {
    members.add = scim::memberIds(*value);
    resource.erase("members");
  }
  const std::string_view name = resource.stringAt(nameAttribute(kind));
  const VerbPolicy policy = createPolicy(endpoint_.policies, kind);
  Attempt attempt;
  for (int tries = 0; tries < kMaxTries; ++tries) {
    if (const auto id = knownId(kind, resource)) {
      if (auto adopted = adopt(kind, request, *id, resource, members)) return std::move(*adopted);
      continue;
    }
    if (policy == VerbPolicy::Reject) throw forbidden("new " + std::string(typeOf(kind)) + "s");
    if (policy == VerbPolicy::Ignore) {
      report(request, name, Permitted{{}, {std::string(typeOf(kind))}});
      return {};
    }
    try {
      if (const auto made =
              tryCreate(kind, request, resource, permittedMembers(request, name, members), attempt))
        return answer(*made, request, wantsMembers(kind, request));
    } catch (const scim::Error& error) {
      // Another request may have made it just now.
      if (error.status() != 409 || !knownId(kind, resource)) throw;
    }
  }
  throw busy("the directory");
}

scim::MembershipChange Service::permittedMembers(const ServiceRequest& request, std::string_view name,
                                                 const scim::MembershipChange& members) {
  if (endpoint_.policies.verbs.groupMembers == VerbPolicy::Apply || members.empty()) return members;
  report(request, name, Permitted{{}, {"members"}});
  return {};
}

std::optional<CurrentResource> Service::tryCreate(Kind kind, const ServiceRequest& request, Json resource,
                                                  const scim::MembershipChange& members, Attempt& attempt) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  const std::optional<std::string> password = takePassword(resource);
  std::vector<std::string> untouched = referencedIds(mapping, resource);
  untouched.insert(untouched.end(), members.add.begin(), members.add.end());
  const EntryLocks::Guard entries = lockEntries({}, untouched);
  const EntryLocks::Guard places = lockPlaces(members.add);
  const EntryLocks::Guard names = lockNames(kind, Json::object(), resource);
  const Epoch epoch = sink_.begin();
  checkUnique(kind, Json::object(), resource, "");

  mappings::WriteInputs write;
  mappings::ReferencedResources references;
  for (const auto& [id, referenced] : resolveReferences(kind, request, Json::object(), resource)) {
    write.dnOfId.emplace(id, referenced.dn.toString());
    references.emplace(referenced.dn.normalized(), mappings::ReferencedResource{id, referenced.display});
  }
  MemberDifference difference = memberDifference(members, {});
  const std::optional<RoleChange> role = roleAtCreation(kind, resource, attempt);
  write.numbers = takeNumbers(kind, request);

  Plan plan = compileCreate(request.context, kind, mapping, resource, write, references,
                            difference.values.add, password, role);
  checkIsNotFallback(kind, target(plan.steps.front()));
  if (clearName(kind, request, "", resource, target(plan.steps.front()), false, epoch)) return std::nullopt;
  FallbackGroup::Change onSynced{"", target(plan.steps.front()), {}, {}, std::move(difference.named)};
  if (!resource.stringAt("externalId").empty()) onSynced.coming = std::move(difference.coming);
  std::optional<FallbackGroup::Consequence> consequence = beforeFallback(request, onSynced, epoch);
  if (!consequence) return std::nullopt;
  plan.changes.fallback = consequence->rows;
  std::move(consequence->adopted.begin(), consequence->adopted.end(),
            std::back_inserter(plan.changes.upserts));
  if (fallback_ && kind == Kind::User)
    plan.changes.fallback.push_back(fallback_->newcomer("", request.context.now));
  const bool withMembers = wantsMembers(kind, request);
  Execution execution = carryOut(kind, plan, view_.attributes(kind, withMembers), epoch);
  if (isOvertaken(execution, plan)) return std::nullopt;
  if (role && goesWithoutRole(execution, plan, *role, attempt)) return std::nullopt;
  if (!execution.done()) refuse(kind, execution, plan, role);

  afterFallback(request, *consequence, epoch);

  CurrentResource made{kind, execution.id, {}, plan.changes.upserts.front(), std::move(references)};
  if (execution.entry) {
    made.entry = std::move(*execution.entry);
  } else {
    made = readOrThrow(kind, made.id, withMembers);
  }
  pages_.created(kind, made.id, made.entry);
  logger_.info("RESOURCE_CREATED", "A resource was created",
               {{"requestId", request.context.requestId},
                {"type", typeOf(kind)},
                {"resource", made.id},
                {"name", plan.changes.log.front().name},
                {"dn", made.entry.dn.toString()}});
  if (role) tellRole(request, made.id, plan.changes.log.front().name, *role);
  tellRoleKept(request, made.id, attempt);
  return made;
}

}  // namespace scim2ldap::connector
