// PUT and PATCH: an entry becomes what the client says. RFC 7644 §3.5.1, §3.5.2

#include <algorithm>

#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/Service.h"
#include "connector/provisioning/SoftDelete.h"
#include "connector/provisioning/Version.h"
#include "ldap/Error.h"
#include "scim/Error.h"
#include "scim/Put.h"
#include "scim/SchemaUris.h"

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

}  // namespace

ResourceAnswer Service::replace(Kind kind, const ServiceRequest& request, const std::string& id,
                                const Json& body) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  // 1. "Attributes that are required [...] MUST be specified in the PUT request" (§3.5.1).
  scim::Ignored ignored;
  Json resource = canonicalResource(mapping.type, body, endpoint_.dialect, ignored);
  checkSchemas(mapping.type, body, endpoint_.dialect);
  checkRequired(mapping.type, resource);
  checkRequiredRules(mapping, resource);
  report(request, ignored);

  Change change;
  if (mapping.members) {
    change.members.replaceAll = true;
    if (const Json* members = resource.find("members")) change.members.add = scim::memberIds(*members);
    resource.erase("members");
  }
  // 2. What the body leaves out is cleared, but for `active`: who does not speak of it unlocks no leaver.
  //    LDAP attributes outside of the mapping are not the client's to clear.
  resource = mappedPart(mapping, resource);
  change.apply = [&](const Json& before) {
    Json after = resource;
    if (const Json* active = before.find("active"); active != nullptr && after.find("active") == nullptr) {
      after.set("active", *active);
    }
    keepSoftDeletedName(before, after);
    // 3. Each attribute by its mutability.
    return applyPut(mapping.type, before, after);
  };
  const bool withMembers = wantsMembers(kind, request);
  return answer(update(kind, request, id, change, withMembers), request, withMembers);
}

ResourceAnswer Service::patch(Kind kind, const ServiceRequest& request, const std::string& id,
                              const Json& body) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  std::vector<scim::PatchOperation> operations = scim::parsePatch(body);
  Change change;
  if (mapping.members) {
    scim::GroupPatch parts = scim::splitGroupPatch(operations, endpoint_.dialect);
    change.members = std::move(parts.membership);
    operations = std::move(parts.others);
  }

  scim::Ignored ignored;
  const auto apply = [&](const std::vector<scim::PatchOperation>& wanted) {
    return [&](const Json& before) {
      ignored = {};
      Json after = applyPatch(mapping.type, before, wanted, endpoint_.dialect, ignored);
      keepSoftDeletedName(before, after);
      return mappedPart(mapping, after);
    };
  };

  // The answer to a group PATCH holds the group only when the client names attributes: members can be many.
  const bool answers = kind == Kind::User || !request.projection.attributes.empty();
  // Members alone are changed together with those of other requests; a version can be asked of one request
  // only.
  if (operations.empty() && !change.members.empty() && request.preconditions.empty()) {
    changeMembers(request, id, change.members);
    return answers ? get(kind, request, id) : ResourceAnswer{};
  }
  change.apply = apply(operations);
  const bool withMembers = answers && wantsMembers(kind, request);
  // A leaver is locked out even where another part of the same PATCH cannot be taken.
  const auto disableFirst = [&](const std::string& refused) {
    std::vector<scim::PatchOperation> onActive;
    std::copy_if(operations.begin(), operations.end(), std::back_inserter(onActive),
                 [](const auto& operation) {
                   return operation.path && scim::sameName(operation.path->attribute.name, "active");
                 });
    if (!endpoint_.disableFirst || onActive.empty() || onActive.size() == operations.size()) return;
    const auto disable = apply(onActive);
    if (!isInactive(disable(Json::object()))) return;
    const CurrentResource disabled = update(kind, request, id, Change{disable}, false);
    logger_.warning("DISABLED_FIRST", "A user was disabled although another part of the PATCH was refused",
                    {{"requestId", request.context.requestId}, {"id", disabled.id}, {"refused", refused}});
  };
  try {
    const CurrentResource result = update(kind, request, id, change, withMembers);
    report(request, ignored);
    return answers ? answer(result, request, withMembers)
                   : ResourceAnswer{Json(), toString(versionOf(result))};
  } catch (const scim::Error& error) {
    const bool isFinal = error.status() == 400 || error.status() == 409 || error.status() == 500;
    if (isFinal) disableFirst(error.detail());
    throw;
  } catch (const ldap::Error& error) {
    if (!isUnavailable(error.code())) disableFirst(error.what());
    throw;
  }
}

CurrentResource Service::update(Kind kind, const ServiceRequest& request, const std::string& id,
                                const Change& change, bool withMembers) {
  std::vector<std::string> referenced = change.members.add;
  referenced.insert(referenced.end(), change.members.remove.begin(), change.members.remove.end());
  for (int tries = 0; tries < kMaxTries; ++tries) {
    // A leaver is locked out however often others change the entry meanwhile, as failed logins do.
    const bool insists = tries > 1 && request.preconditions.empty();
    if (auto result = tryUpdate(kind, request, id, change, withMembers, referenced, insists))
      return std::move(*result);
  }
  throw busy("the entry with the id \"" + id + "\"");
}

std::optional<CurrentResource> Service::tryUpdate(Kind kind, const ServiceRequest& request,
                                                  const std::string& id, const Change& change,
                                                  bool withMembers, std::vector<std::string>& referenced,
                                                  bool insists) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  const EntryLocks::Guard entries = coordination_.locks.lockEntries({id}, referenced);
  const Epoch epoch = sink_.begin();
  CurrentResource current = readOrThrow(kind, id, withMembers || change.members.replaceAll);
  const Json before = resourceOf(mapping, current);
  request.preconditions.check(connector::versionOf(current, before));
  Json after = change.apply(before);
  const std::optional<std::string> password = takePassword(after);
  checkKeepsRequired(mapping, before, after);
  if (foldedName(kind, before) != foldedName(kind, after)) checkName(kind, after);

  // The entries that this one will refer to, and members that leave unnamed, must keep their names meanwhile:
  // lock them too, and begin again.
  MemberDifference members = memberDifference(change.members, current.entry);
  std::vector<std::string> others = unlocked(referencedIds(mapping, after), referencedIds(mapping, before));
  others.insert(others.end(), members.surplus.begin(), members.surplus.end());
  others = unlocked(std::move(others), referenced);
  if (!others.empty()) {
    referenced.insert(referenced.end(), others.begin(), others.end());
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

  Dependents dependents;
  const ldap::Dn& from = current.entry.dn;
  const ldap::Dn to = dnAfter(mapping, current, before, after, write);
  if (!(from == to) || !(from.rdn() == to.rdn())) {
    dependents = dependentsOf(kind, from);
  }
  if (view_.isAlready(from, members.values.add, members.values.remove)) members.values = {};
  Plan plan = compileUpdate(request.context, mapping, endpoint_.mapping, current, before, after, write,
                            references, dependents, members.values, password);
  if (plan.empty()) return current;
  if (insists && isInactive(after)) dropAssertions(plan);

  Execution execution = carryOut(kind, plan, view_.attributes(kind, withMembers), epoch);
  if (!execution.done()) {
    if (isOvertaken(execution, plan)) return std::nullopt;
    refuse(kind, execution, plan);
  }
  logger_.info("RESOURCE_CHANGED", "A resource was changed",
               {{"requestId", request.context.requestId},
                {"type", typeOf(kind)},
                {"id", id},
                {"name", plan.changes.log.front().name},
                {"dn", to.toString()}});
  // Steps that answer nothing (members, side table) leave the entry to be read.
  if (!execution.entry || (withMembers && !members.values.empty())) return readOrThrow(kind, id, withMembers);
  current.entry = std::move(*execution.entry);
  current.references = std::move(references);
  if (!plan.changes.upserts.empty()) current.row = plan.changes.upserts.front();
  return current;
}

}  // namespace scim2ldap::connector
