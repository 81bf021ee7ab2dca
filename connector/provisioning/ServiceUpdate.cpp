// PUT and PATCH: an entry becomes what the client says. RFC 7644 §3.5.1, §3.5.2

#include <algorithm>

#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/Service.h"
#include "connector/provisioning/SoftDelete.h"
#include "connector/provisioning/Version.h"
#include "scim/Error.h"
#include "scim/Put.h"
#include "scim/SchemaUris.h"

namespace scim2ldap::connector {

using scim::Json;
using scim::ScimType;

namespace {

constexpr int kMaxTries = 5;  ///< reading and writing again when others change the entry in between

bool contains(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

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
  // 2. What the body leaves out is cleared, or has its default, as `active` has. LDAP attributes outside of
  //    the mapping are not the client's to clear.
  if (kind == Kind::User && resource.find("active") == nullptr) resource.set("active", true);
  resource = mappedPart(mapping, resource);
  // 3. Each attribute by its mutability.
  change.apply = [&](const Json& before) { return applyPut(mapping.type, before, resource); };
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
      const bool isSoftDelete =
          isInactive(after) && isSoftDeletedName(before.stringAt("userName"), after.stringAt("userName"));
      if (isSoftDelete) after.set("userName", before.stringAt("userName"));
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
  try {
    const CurrentResource result = update(kind, request, id, change, withMembers);
    report(request, ignored);
    return answers ? answer(result, request, withMembers)
                   : ResourceAnswer{Json(), toString(versionOf(result))};
  } catch (const scim::Error& error) {
    // A leaver is locked out even where another part of the same PATCH cannot be taken.
    std::vector<scim::PatchOperation> onActive;
    std::copy_if(operations.begin(), operations.end(), std::back_inserter(onActive),
                 [](const auto& operation) {
                   return operation.path && scim::sameName(operation.path->attribute.name, "active");
                 });
    const bool isFinal = error.status() == 400 || error.status() == 409 || error.status() == 500;
    if (!endpoint_.disableFirst || !isFinal || onActive.empty() || onActive.size() == operations.size()) {
      throw;
    }
    const auto disable = apply(onActive);
    if (!isInactive(disable(Json::object()))) throw;
    const CurrentResource disabled = update(kind, request, id, Change{disable}, false);
    logger_.warning(
        "DISABLED_FIRST", "A user was disabled although another part of the PATCH was refused",
        {{"requestId", request.context.requestId}, {"id", disabled.id}, {"refused", error.detail()}});
    throw;
  }
}

CurrentResource Service::update(Kind kind, const ServiceRequest& request, const std::string& id,
                                const Change& change, bool withMembers) {
  std::vector<std::string> referenced = change.members.add;
  referenced.insert(referenced.end(), change.members.remove.begin(), change.members.remove.end());
  for (int tries = 0; tries < kMaxTries; ++tries) {
    if (auto result = tryUpdate(kind, request, id, change, withMembers, referenced))
      return std::move(*result);
  }
  throw busy("the entry with the id \"" + id + "\"");
}

std::optional<CurrentResource> Service::tryUpdate(Kind kind, const ServiceRequest& request,
                                                  const std::string& id, const Change& change,
                                                  bool withMembers, std::vector<std::string>& referenced) {
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

  // The entries that this one will refer to must keep their names meanwhile: lock them too, and begin again.
  const std::vector<std::string> ids = referencedIds(mapping, after);
  const bool allLocked = std::all_of(ids.begin(), ids.end(), [&](const std::string& referencedId) {
    return contains(referenced, referencedId) || contains(referencedIds(mapping, before), referencedId);
  });
  if (!allLocked) {
    referenced.insert(referenced.end(), ids.begin(), ids.end());
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
    dependents = {view_.groupsOf(view_.memberValue(from)), view_.referrersTo(from)};
  }
  MemberValues members = memberValues(change.members, current.entry);
  if (view_.isAlready(from, members.add, members.remove)) members = {};
  const Plan plan = compileUpdate(request.context, mapping, endpoint_.mapping, current, before, after, write,
                                  references, dependents, members, password);
  if (plan.empty()) return current;

  Execution execution = sink_.execute(plan, view_.attributes(kind, withMembers), epoch);
  if (!execution.done()) {
    using ldap::ResultCode;
    const ResultCode code = execution.refusal.code;
    const bool refused = execution.outcome == Execution::Outcome::Refused;
    const bool overtaken =
        execution.outcome == Execution::Outcome::Overtaken ||
        (refused && (code == ResultCode::AssertionFailed || code == ResultCode::NoSuchAttribute ||
                     (code == ResultCode::NoSuchObject && execution.refusedStep == 0)));
    if (overtaken) return std::nullopt;
    refuse(kind, execution, plan);
  }
  logger_.info("RESOURCE_CHANGED", "A resource was changed",
               {{"requestId", request.context.requestId},
                {"type", typeOf(kind)},
                {"id", id},
                {"name", plan.changes.log.front().name},
                {"dn", to.toString()}});
  // Steps that answer nothing (members, side table) leave the entry to be read.
  if (!execution.entry || (withMembers && !members.empty())) return readOrThrow(kind, id, withMembers);
  current.entry = std::move(*execution.entry);
  current.references = std::move(references);
  if (!plan.changes.upserts.empty()) current.row = plan.changes.upserts.front();
  return current;
}

}  // namespace scim2ldap::connector
