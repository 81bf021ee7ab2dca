// PUT and PATCH: an entry becomes what the client says. RFC 7644 §3.5.1, §3.5.2

#include <algorithm>

#include "connector/provisioning/RequestDemands.h"
#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/Service.h"
#include "connector/provisioning/SoftDelete.h"
#include "connector/provisioning/Version.h"
#include "ldap/Error.h"
#include "scim/Error.h"
#include "scim/Put.h"

namespace scim2ldap::connector {

using scim::Json;
using scim::ScimType;

namespace {

/// The DNs that the entry's own references stand for, so that what stays is written as it is.
void addDnsOf(const mappings::ResourceMapping& mapping, const CurrentResource& current,
              std::map<std::string, std::string>& dnOfId) {
  for (const ldap::Dn& dn : mappings::referencedDns(mapping, current.entry)) {
    const auto reference = current.references.find(dn.normalized());
    if (reference != current.references.end()) dnOfId.emplace(reference->second.id, dn.toString());
  }
}

/// The answer to a group PATCH holds the group only when the client names attributes: members can be many.
bool answersPatch(Kind kind, const ServiceRequest& request) {
  return kind == Kind::User || !request.projection.attributes.empty();
}

/// What the client is going to be told, for the log.
int statusOfWritten(Kind kind, const ServiceRequest& request) {
  constexpr int kDone = 200;
  constexpr int kCreated = 201;
  constexpr int kNoContent = 204;
  const std::string& method = request.context.method;
  if (method == "POST") return kCreated;  // of one that was there
  return method == "PATCH" && !answersPatch(kind, request) ? kNoContent : kDone;
}

/// The externalId that an administrator has linked a group to is not the client's to change.
void keepLink(const ResourceRow& row, const Json& before, Permitted& permitted) {
  if (row.origin != Origin::Linked || before.stringAt("externalId").empty()) return;
  if (before.stringAt("externalId") == permitted.after.stringAt("externalId")) return;
  permitted.after.set("externalId", before.stringAt("externalId"));
  permitted.ignored.emplace_back("externalId");
}

}  // namespace

ResourceAnswer Service::replace(Kind kind, const ServiceRequest& request, const std::string& id,
                                const Json& body) {
  return disablingFirst(kind, request, id, body, [&] { return tryReplace(kind, request, id, body); });
}

ResourceAnswer Service::tryReplace(Kind kind, const ServiceRequest& request, const std::string& id,
                                   const Json& body) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  // 1. "Attributes that are required [...] MUST be specified in the PUT request" (§3.5.1).
  Json resource = readBody(kind, request, body);

  Change change;
  if (mapping.members) {
    change.members.replaceAll = true;
    if (const Json* members = resource.find("members")) change.members.add = scim::memberIds(*members);
    resource.erase("members");
  }
  // It names everything, with or without a wish to change it, so nothing counts but what it changes.
  // 2. What the body leaves out is cleared, but for `active`: who does not speak of it unlocks no leaver. For
  //    Entra neither does he take a role away. LDAP attributes outside of the mapping are not the client's to
  //    clear.
  const bool keepsRoles = putKeepsRoles(kind, body);
  change.apply = [&](const Json& before) {
    Json after = resource;
    const auto keep = [&](const std::string& name) {
      const Json* value = before.find(name);
      if (value != nullptr && after.find(name) == nullptr) after.set(name, *value);
    };
    keep("active");
    if (keepsRoles) keep("roles");
    keepSoftDeletedName(before, after);
    // 3. Each attribute by its mutability.
    return applyPut(mapping.type, before, after);
  };
  const bool withMembers = wantsMembers(kind, request);
  return answer(update(kind, request, id, change, withMembers), request, withMembers);
}

ResourceAnswer Service::patch(Kind kind, const ServiceRequest& request, const std::string& id,
                              const Json& body) {
  return disablingFirst(kind, request, id, body, [&] { return tryPatch(kind, request, id, body); });
}

ResourceAnswer Service::disablingFirst(Kind kind, const ServiceRequest& request, const std::string& id,
                                       const Json& body, const std::function<ResourceAnswer()>& carryOut) {
  try {
    return carryOut();
  } catch (const scim::Error& error) {
    const bool isFinal = error.status() == 400 || error.status() == 409 || error.status() == 500;
    if (isFinal && kind == Kind::User) disableFirst(request, id, body, error.detail());
    throw;
  } catch (const ldap::Error& error) {
    if (!isUnavailable(error.code()) && kind == Kind::User) disableFirst(request, id, body, error.what());
    throw;
  }
}

ResourceAnswer Service::tryPatch(Kind kind, const ServiceRequest& request, const std::string& id,
                                 const Json& body) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  std::vector<scim::PatchOperation> operations = scim::parsePatch(body);
  Change change;
  if (mapping.members) {
    scim::GroupPatch parts = scim::splitGroupPatch(operations, endpoint_.dialect);
    change.members = std::move(parts.membership);
    operations = std::move(parts.others);
  }

  const bool answers = answersPatch(kind, request);
  // Members alone are changed together with those of other requests; a version can be asked of one request
  // only.
  if (operations.empty() && !change.members.empty() && request.preconditions.empty()) {
    changeMembers(request, id, change.members);
    return answers ? get(kind, request, id) : ResourceAnswer{};
  }
  scim::Ignored ignored;
  change.apply = [&](const Json& before) { return patched(kind, before, operations, ignored); };
  for (const scim::PatchOperation& operation : operations) {
    if (operation.path) change.named.push_back(toString(operation.path->attribute));
  }
  if (!change.members.empty()) change.named.emplace_back("members");
  const bool withMembers = answers && wantsMembers(kind, request);
  const CurrentResource result = update(kind, request, id, change, withMembers);
  report(request, ignored);
  return answers ? answer(result, request, withMembers) : ResourceAnswer{Json(), toString(versionOf(result))};
}

Json Service::patched(Kind kind, const Json& before, const std::vector<scim::PatchOperation>& operations,
                      scim::Ignored& ignored) const {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  ignored = {};
  Json after = applyPatch(mapping.type, before, operations, endpoint_.dialect, ignored);
  keepSoftDeletedName(before, after);
  // An operation on a whole extension does not reach what is read-only in it.
  after = applyPut(mapping.type, before, after);
  Json mapped = mappedPart(mapping, after);
  for (std::string& part : unmappedParts(after, mapped)) ignored.unknown.push_back(std::move(part));
  return mapped;
}

void Service::forgetLostHome(CurrentResource& current, const Json& before, const Json& after) {
  const bool comesBack = isInactive(before) && !isInactive(after);
  if (!comesBack || !current.row || current.row->home.empty()) return;
  if (!view_.directory().read(ldap::Dn::parse(current.row->home).parent(), {})) current.row->home.clear();
}

void Service::disableFirst(const ServiceRequest& request, const std::string& id, const Json& body,
                           const std::string& refused) {
  if (!endpoint_.disableFirst) return;
  std::vector<scim::PatchOperation> onActive = scim::operationsOn(body, "active");
  if (const Json* active = body.find("active"); active != nullptr && request.context.method == "PUT") {
    onActive = {{scim::PatchOp::Replace, scim::PatchPath{{"", "active", ""}, std::nullopt, ""}, *active}};
  }
  scim::Ignored ignored;
  const auto holds = [](const auto& question) {
    try {
      return question();
    } catch (const scim::Error&) {  // told to the client already
      return false;
    }
  };
  const bool disables =
      holds([&] { return isInactive(patched(Kind::User, Json::object(), onActive, ignored)); });
  const bool isAllOfIt = holds([&] { return scim::parsePatch(body) == onActive; });
  if (!disables || isAllOfIt) return;
  Change change;
  change.apply = [&](const Json& before) { return patched(Kind::User, before, onActive, ignored); };
  const CurrentResource disabled = update(Kind::User, request, id, change, false);
  if (!isInactive(resourceOf(view_.mapping(Kind::User), disabled)))
    return;  // the policies leave that to others
  logger_.warning(
      "DISABLED_FIRST", "A user was disabled although another part of the request was refused",
      {{"requestId", request.context.requestId}, {"resource", disabled.id}, {"refused", refused}});
}

CurrentResource Service::update(Kind kind, const ServiceRequest& request, const std::string& id,
                                const Change& change, bool withMembers) {
  Attempt attempt{.referenced = change.members.add};
  attempt.referenced.insert(attempt.referenced.end(), change.members.remove.begin(),
                            change.members.remove.end());
  attempt.places = attempt.referenced;
  for (int tries = 0; tries < kMaxTries;) {
    // A leaver is locked out however often others change the entry meanwhile, as failed logins do.
    attempt.insists = tries > 1 && request.preconditions.empty();
    const std::size_t leftOut = attempt.leftOut.size();
    if (auto result = tryUpdate(kind, request, id, change, withMembers, attempt)) return std::move(*result);
    if (attempt.leftOut.size() == leftOut) ++tries;
  }
  throw busy("the entry with the id \"" + id + "\"");
}

std::optional<CurrentResource> Service::tryUpdate(Kind kind, const ServiceRequest& request,
                                                  const std::string& id, const Change& change,
                                                  bool withMembers, Attempt& attempt) {
  std::vector<std::string>& referenced = attempt.referenced;
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  const EntryLocks::Guard entries = lockEntries({id}, referenced);
  const EntryLocks::Guard places = lockPlaces(attempt.places);
  const Epoch epoch = sink_.begin();
  CurrentResource current = readOrThrow(kind, id, withMembers || change.members.replaceAll);
  const Json before = resourceOf(mapping, current);
  if (!request.preconditions.empty()) request.preconditions.check(connector::versionOf(current, before));
  const EndpointPolicies& policies = change.isOurs ? EndpointPolicies{} : endpoint_.policies;
  // What is only shown, such as the displayName of a manager, is not the client's to change or to leave out.
  const Json written = mappedPart(mapping, before);
  Permitted permitted =
      permit(policies, kind, request.context.scopes, written, mappedPart(mapping, change.apply(before)));
  Json& after = permitted.after;
  if (!change.isOurs && kind == Kind::Group && current.row) keepLink(*current.row, before, permitted);
  // An administrator may take an externalId from it.
  if (!change.isOurs || !after.stringAt("externalId").empty()) checkIsNotFallback(kind, current.entry.dn);
  forgetLostHome(current, before, after);
  const std::optional<std::string> password = takePassword(after);
  checkKeepsRequired(mapping, before, after);
  checkStillMeetsDemands(policies, kind, written, after);
  if (foldedName(kind, before) != foldedName(kind, after)) checkName(kind, after);

  // The entries that this one will refer to, and members that leave unnamed, must keep their names meanwhile:
  // lock them too, and begin again.
  MemberDifference members = permittedMembers(change.members, current.entry, permitted);
  std::vector<std::string> others = unlocked(referencedIds(mapping, after), referencedIds(mapping, before));
  others.insert(others.end(), members.surplus.begin(), members.surplus.end());
  FallbackGroup::Change onSynced = fallbackChange(current, before, after, members);
  others = unlocked(std::move(others), referenced);
  std::vector<std::string> users;
  for (const auto* moving : {&onSynced.leaving, &onSynced.coming}) {
    for (const Referenced& user : *moving) users.push_back(user.id);
  }
  users = unlocked(std::move(users), attempt.places);
  if (!others.empty() || !users.empty()) {
    referenced.insert(referenced.end(), others.begin(), others.end());
    attempt.places.insert(attempt.places.end(), users.begin(), users.end());
    return std::nullopt;
  }

  mappings::WriteInputs write;
  mappings::ReferencedResources references = current.references;
  addDnsOf(mapping, current, write.dnOfId);
  for (const auto& [referencedId, resource] : resolveReferences(kind, request, before, after)) {
    write.dnOfId[referencedId] = resource.dn.toString();
    references[resource.dn.normalized()] = {referencedId, resource.display};
  }
  const EntryLocks::Guard names = lockNames(kind, before, after);
  checkUnique(kind, before, after, id);
  // A link says which one the client means, also where clients may give an externalId twice.
  if (change.isOurs && after.find("externalId") != nullptr)
    checkExternalId(kind, std::string(after.stringAt("externalId")), id);

  if (change.welcomes && mustLockPlace(kind, id, attempt)) return std::nullopt;
  Dependents dependents;
  const ldap::Dn& from = current.entry.dn;
  const ldap::Dn to = dnAfter(mapping, current, before, after, write);
  if (!(from == to)) checkIsNotFallback(kind, to);
  if (!(from == to) || !(from.rdn() == to.rdn())) {
    if (mustLockPlace(kind, id, attempt)) return std::nullopt;
    dependents = dependentsOf(kind, from, attempt.leftOut);
  }
  // Who comes back from the branch of disabled users gets his own name.
  const bool comesBack = current.row && current.row->home == to.toString();
  // That a leaver is moved away matters more than who lists the name that he gets there.
  const bool mayKeep = isInactive(after) && from.rdn() == to.rdn();
  if (!(from == to) && !comesBack && clearName(kind, request, id, after, to, mayKeep, epoch))
    return std::nullopt;
  if (view_.isAlready(from, members.values.add, members.values.remove)) members.values = {};
  leaveOutWhatIsSo(from, members.values);
  const bool leaves = kind == Kind::User && isInactive(after) && !isInactive(before);
  LeavingGate::Pass pass;
  if (leaves) pass = letLeave(request, id, after.stringAt("userName"));
  Plan plan = compileUpdate(request.context, mapping, current, before, after, write, references, dependents,
                            members.values, password);
  std::optional<RoleChange> role;
  if (change.resolvesRole || !plan.empty()) role = roleAfter(current, before, after, change, attempt);
  if (role) {
    plan = compileUpdate(request.context, mapping, current, before, after, write, references, dependents,
                         members.values, password, role);
    if (fallback_) {
      const std::vector<std::string> groups = unlocked(groupIdsOf(*role), referenced);
      referenced.insert(referenced.end(), groups.begin(), groups.end());
      const bool moves = !(role->joins.empty() && role->leaves.empty());
      if ((moves && mustLockPlace(kind, id, attempt)) || !groups.empty()) return std::nullopt;
      onSynced = fallbackChange(current, to, *role);
    }
  }
  for (LogRow& row : plan.changes.log) row.status = statusOfWritten(kind, request);
  const bool isAllRefused =
      !permitted.refused.empty() && !holdsAllowed(policies, kind, request.context.scopes, change.named);
  if (plan.empty() && isAllRefused) throw forbidden(permitted.refused);
  report(request, after.stringAt(nameAttribute(kind)), permitted);
  if (plan.empty()) {
    if (!settleUnchanged(request, onSynced, epoch, change.welcomes ? id : "")) return std::nullopt;
    return current;
  }
  if (leaves && endpoint_.leavingGuard.isOn()) {
    plan.changes.leavings.push_back({endpoint_.name, id, request.context.now});
  }
  if (change.isOurs && !current.row) plan.changes.upserts.front().origin = Origin::Linked;
  if (attempt.insists && isInactive(after)) dropAssertions(plan);
  const std::optional<FallbackGroup::Consequence> consequence = beforeFallback(request, onSynced, epoch);
  if (!consequence) return std::nullopt;
  // The group that he has just come to lists him by the name that he is about to lose.
  if (kind == Kind::User && !onSynced.leaving.empty() && !(from == to) && !attempt.isPutIn) {
    attempt.isPutIn = true;
    return std::nullopt;
  }
  plan.changes.fallback = consequence->rows;
  const bool isAdopted = kind == Kind::User && !current.row && !plan.changes.upserts.empty();
  if (fallback_ && isAdopted) {
    plan.changes.fallback.push_back(fallback_->newcomer(id, request.context.now));
  } else if (fallback_ && change.welcomes && consequence->rows.empty()) {
    if (auto row = fallback_->newcomerAgain(id, request.context.now))
      plan.changes.fallback.push_back(std::move(*row));
  }
  const std::vector<ResourceRow> own = plan.changes.upserts;
  plan.changes.upserts.insert(plan.changes.upserts.end(), consequence->adopted.begin(),
                              consequence->adopted.end());

  Execution execution = carryOut(kind, plan, view_.attributes(kind, withMembers), epoch);
  if (!execution.done()) {
    if (isOvertaken(execution, plan) || leavesOut(request, execution, plan, dependents, attempt.leftOut))
      return std::nullopt;
    if (role && keepsRole(execution, *role, change, attempt)) return std::nullopt;
    refuse(kind, execution, plan, role);
  }
  if (!(from == to)) pages_.renamed(kind, id);
  afterFallback(request, *consequence, epoch);
  logger_.info("RESOURCE_CHANGED", "A resource was changed",
               {{"requestId", request.context.requestId},
                {"type", typeOf(kind)},
                {"resource", id},
                {"name", plan.changes.log.front().name},
                {"dn", to.toString()}});
  if (isInactive(before) != isInactive(after)) {
    logger_.info(isInactive(after) ? "USER_DISABLED" : "USER_ENABLED",
                 isInactive(after) ? "A user can no longer log in" : "A user can log in again",
                 {{"requestId", request.context.requestId},
                  {"resource", id},
                  {"name", plan.changes.log.front().name},
                  {"dn", to.toString()}});
  }
  if (role) tellRole(request, id, plan.changes.log.front().name, *role);
  tellRoleKept(request, id, attempt);
  // Steps that answer nothing (members, side table) leave the entry to be read.
  if (!execution.entry || (withMembers && !members.values.empty())) return readOrThrow(kind, id, withMembers);
  // Who is his own manager is referred to by his new name.
  if (const auto self = references.find(from.normalized()); self != references.end())
    references[to.normalized()] = self->second;
  current.entry = std::move(*execution.entry);
  current.references = std::move(references);
  if (!own.empty()) current.row = own.front();
  return current;
}

}  // namespace scim2ldap::connector
