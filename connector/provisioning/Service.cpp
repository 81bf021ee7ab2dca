#include "connector/provisioning/Service.h"

#include <algorithm>
#include <set>

#include "connector/provisioning/LdapErrors.h"
#include "connector/provisioning/SoftDelete.h"
#include "scim/CaseFolding.h"
#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;
using scim::ScimType;

constexpr std::size_t kMaxNameBytes = 256;  ///< below what slapd's DN index takes
constexpr int kMaxTries = 5;  ///< reading and writing again when others change the entry in between

scim::Error notFound(Kind kind, const std::string& id) {
  return {404, ScimType::None, "there is no " + std::string(typeOf(kind)) + " with the id \"" + id + "\""};
}

std::string_view nameAttribute(Kind kind) {
  return kind == Kind::User ? "userName" : "displayName";
}

/// The attribute that must be unique in its comparison form.
std::string foldedName(Kind kind, const Json& resource) {
  return scim::foldCase(resource.stringAt(nameAttribute(kind)));
}

bool isInactive(const Json& resource) {
  const Json* active = resource.find("active");
  return active != nullptr && active->isBool() && !active->asBool();
}

bool contains(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

/// The attribute that names the entry must be fit for a name: neither blank nor longer than a directory's
/// index takes, and without control characters.
void checkName(Kind kind, const Json& resource) {
  const std::string_view name = resource.stringAt(nameAttribute(kind));
  const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  const auto refuse = [&](const std::string& why) {
    throw scim::Error(400, ScimType::InvalidValue, std::string(nameAttribute(kind)) + " " + why);
  };
  if (name.find_first_not_of(' ') == std::string_view::npos) refuse("is required and must not be blank");
  if (std::any_of(name.begin(), name.end(), isControl)) refuse("must not hold control characters");
  if (name.size() > kMaxNameBytes) refuse("is longer than " + std::to_string(kMaxNameBytes) + " bytes");
}

/// What the request may not take away: required attributes that the resource has. An entry that never had
/// one can still be changed, above all be disabled.
void checkKeepsRequired(const mappings::ResourceMapping& mapping, const Json& before, const Json& after) {
  const auto check = [&](const std::string& name, bool had, bool has) {
    if (had && !has)
      throw scim::Error(400, ScimType::InvalidValue, name + " is required and cannot be removed");
  };
  const auto has = [](const Json& resource, const std::string& name) {
    const Json* value = resource.find(name);
    return value != nullptr && !value->isUnassigned();
  };
  for (const scim::Attribute& attribute : mapping.type.schema.attributes) {
    if (attribute.required) check(attribute.name, has(before, attribute.name), has(after, attribute.name));
  }
  for (const mappings::AttributeRule& rule : mapping.rules) {
    if (!rule.required || !rule.scim) continue;
    check(toString(*rule.scim), !valuesAt(before, *rule.scim).empty(), !valuesAt(after, *rule.scim).empty());
  }
}

/// The DNs that the entry's own references stand for, so that what stays is written as it is.
void addDnsOf(const mappings::ResourceMapping& mapping, const CurrentResource& current,
              std::map<std::string, std::string>& dnOfId) {
  for (const ldap::Dn& dn : mappings::referencedDns(mapping, current.entry)) {
    const auto reference = current.references.find(dn.normalized());
    if (reference != current.references.end()) dnOfId.emplace(reference->second.id, dn.toString());
  }
}

/// Takes back what `resource` says about a reference to `id`: it keeps what `before` says.
void keepReference(const mappings::ResourceMapping& mapping, const std::string& id, const Json& before,
                   Json& resource) {
  for (const mappings::AttributeRule& rule : mapping.rules) {
    if (!rule.scim || !std::holds_alternative<mappings::Reference>(rule.conversion)) continue;
    const mappings::ScimTarget& target = *rule.scim;
    Json* holder = target.schema.empty() ? &resource : resource.find(target.schema);
    Json* reference = holder == nullptr ? nullptr : holder->find(target.attribute);
    if (reference == nullptr || reference->stringAt("value") != id) continue;
    const Json* holderBefore = target.schema.empty() ? &before : before.find(target.schema);
    const Json* kept = holderBefore == nullptr ? nullptr : holderBefore->find(target.attribute);
    if (kept != nullptr) {
      *reference = *kept;
    } else {
      holder->erase(target.attribute);
      if (!target.schema.empty() && holder->asObject().empty()) resource.erase(target.schema);
    }
  }
}

}  // namespace

Service::Service(const EndpointConfiguration& endpoint, const std::string& idAttribute,
                 ldap::Directory& directory, Store& store, PlanSink& sink, Coordination& coordination,
                 Logger& logger)
    : endpoint_(endpoint),
      store_(store),
      sink_(sink),
      coordination_(coordination),
      logger_(logger),
      view_(directory, endpoint.mapping, idAttribute),
      reader_(view_, store, endpoint.name) {}

Json Service::create(Kind kind, const ServiceRequest& request, const Json& body) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  scim::Ignored ignored;
  Json resource = canonicalResource(mapping.type, body, endpoint_.dialect, ignored);
  checkRequired(mapping.type, resource);
  checkRequiredRules(mapping, resource);
  checkName(kind, resource);
  report(request, ignored);

  scim::MembershipChange members;
  if (const Json* value = resource.find("members"); value != nullptr && mapping.members) {
    members.add = scim::memberIds(*value);
    resource.erase("members");
  }
  resource = mappedPart(mapping, resource);

  std::vector<std::string> untouched = referencedIds(mapping, resource);
  untouched.insert(untouched.end(), members.add.begin(), members.add.end());
  const EntryLocks::Guard entries = coordination_.locks.lockEntries({}, untouched);
  const EntryLocks::Guard names = lockNames(kind, Json::object(), resource);
  checkUnique(kind, Json::object(), resource, "");

  mappings::WriteInputs write;
  mappings::ReferencedResources references;
  for (const auto& [id, referenced] : resolveReferences(kind, request, Json::object(), resource)) {
    write.dnOfId.emplace(id, referenced.dn.toString());
    references.emplace(referenced.dn.normalized(), mappings::ReferencedResource{id, referenced.display});
  }
  const MemberValues values = memberValues(members, {});
  write.numbers = takeNumbers(kind);

  const Plan plan = compileCreate(request.context, kind, mapping, resource, write, references, values.add);
  const bool withMembers = wantsMembers(kind, request);
  Execution execution = sink_.execute(plan, view_.attributes(kind, withMembers));
  if (!execution.done()) refuse(kind, execution, plan);

  CurrentResource made{kind, execution.id, {}, plan.changes.upserts.front(), std::move(references)};
  if (execution.entry) made.entry = std::move(*execution.entry);
  logger_.info("RESOURCE_CREATED", "A resource was created",
               {{"requestId", request.context.requestId},
                {"type", typeOf(kind)},
                {"id", made.id},
                {"name", plan.changes.log.front().name},
                {"dn", made.entry.dn.toString()}});
  return answer(made, request, withMembers);
}

Json Service::get(Kind kind, const ServiceRequest& request, const std::string& id) {
  const bool withMembers = wantsMembers(kind, request);
  return answer(readOrThrow(kind, id, withMembers), request, withMembers);
}

Json Service::replace(Kind kind, const ServiceRequest& request, const std::string& id, const Json& body) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  // §3.5.1: readOnly attributes are ignored, required ones must be in the body.
  scim::Ignored ignored;
  Json resource = canonicalResource(mapping.type, body, endpoint_.dialect, ignored);
  checkRequired(mapping.type, resource);
  checkRequiredRules(mapping, resource);
  report(request, ignored);

  Change change;
  if (mapping.members) {
    change.members.replaceAll = true;
    if (const Json* members = resource.find("members")) change.members.add = scim::memberIds(*members);
    resource.erase("members");
  }
  // §3.5.1: what the body leaves out is cleared; `active` has a default, and LDAP attributes outside of the
  // mapping are not the client's to clear.
  if (kind == Kind::User && resource.find("active") == nullptr) resource.set("active", true);
  resource = mappedPart(mapping, resource);
  change.apply = [&](const Json&) { return resource; };
  const bool withMembers = wantsMembers(kind, request);
  return answer(update(kind, request, id, change, withMembers), request, withMembers);
}

Json Service::patch(Kind kind, const ServiceRequest& request, const std::string& id, const Json& body) {
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
  if (operations.empty() && !change.members.empty()) {
    changeMembers(request, id, change.members);
    return answers ? get(kind, request, id) : Json();
  }
  change.apply = apply(operations);
  const bool withMembers = answers && wantsMembers(kind, request);
  try {
    const CurrentResource result = update(kind, request, id, change, withMembers);
    report(request, ignored);
    return answers ? answer(result, request, withMembers) : Json();
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

void Service::remove(Kind kind, const ServiceRequest& request, const std::string& id) {
  const EntryLocks::Guard entries = coordination_.locks.lockEntries({id});
  for (int tries = 0;; ++tries) {
    const CurrentResource current = readOrThrow(kind, id, false);
    const Dependents dependents{view_.groupsOf(view_.memberValue(current.entry.dn)),
                                view_.referrersTo(current.entry.dn)};
    const Plan plan =
        compileDelete(request.context, view_.mapping(kind), endpoint_.mapping, current, dependents);
    const Execution execution = sink_.execute(plan, {});
    if (execution.done()) {
      logger_.info("RESOURCE_DELETED", "A resource was deleted",
                   {{"requestId", request.context.requestId},
                    {"type", typeOf(kind)},
                    {"id", id},
                    {"name", plan.changes.log.front().name},
                    {"dn", current.entry.dn.toString()}});
      return;
    }
    const ldap::ResultCode code = execution.refusal.code;
    const bool moved = code == ldap::ResultCode::NoSuchObject || code == ldap::ResultCode::NoSuchAttribute;
    if (!moved || tries == kMaxTries) refuse(kind, execution, plan);
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
  throw scim::Error(
      503, ScimType::None,
      "the entry with the id \"" + id + "\" is being changed by others all the time; repeat the request");
}

std::optional<CurrentResource> Service::tryUpdate(Kind kind, const ServiceRequest& request,
                                                  const std::string& id, const Change& change,
                                                  bool withMembers, std::vector<std::string>& referenced) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  const EntryLocks::Guard entries = coordination_.locks.lockEntries({id}, referenced);
  CurrentResource current = readOrThrow(kind, id, withMembers || change.members.replaceAll);
  const Json before = resourceOf(mapping, current);
  Json after = change.apply(before);
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
  const MemberValues members = memberValues(change.members, current.entry);
  const Plan plan = compileUpdate(request.context, mapping, endpoint_.mapping, current, before, after, write,
                                  references, dependents, members);
  if (plan.empty()) return current;

  Execution execution = sink_.execute(plan, view_.attributes(kind, withMembers));
  if (!execution.done()) {
    using ldap::ResultCode;
    const ResultCode code = execution.refusal.code;
    const bool overtaken = execution.outcome == Execution::Outcome::Refused &&
                           (code == ResultCode::AssertionFailed || code == ResultCode::NoSuchAttribute ||
                            (code == ResultCode::NoSuchObject && execution.refusedStep == 0));
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

CurrentResource Service::readOrThrow(Kind kind, const std::string& id, bool withMembers) {
  std::optional<CurrentResource> current = reader_.read(kind, id, withMembers);
  if (!current) throw notFound(kind, id);
  return std::move(*current);
}

Json Service::answer(const CurrentResource& current, const ServiceRequest& request, bool withMembers) {
  return project(type(current.kind), reader_.represent(current, request.baseUrl, withMembers),
                 request.projection);
}

bool Service::wantsMembers(Kind kind, const ServiceRequest& request) const {
  return view_.mapping(kind).members && request.projection.wants(type(kind), "members");
}

std::map<std::string, Referenced> Service::resolveReferences(Kind kind, const ServiceRequest& request,
                                                             const Json& before, Json& resource) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  const std::vector<std::string> known = referencedIds(mapping, before);
  std::vector<std::string> added = referencedIds(mapping, resource);
  std::erase_if(added, [&](const std::string& id) { return contains(known, id); });
  std::map<std::string, Referenced> found = view_.resolveIds(added);
  for (const std::string& id : added) {
    if (found.contains(id)) continue;
    keepReference(mapping, id, before, resource);
    if (resource == before) {
      throw scim::Error(
          400, ScimType::InvalidValue,
          "the reference names the id \"" + id + "\", which no user has; provision that user first");
    }
    logger_.warning("REFERENCE_SKIPPED", "A reference to an unknown id was left out of a request",
                    {{"requestId", request.context.requestId},
                     {"name", resource.stringAt(nameAttribute(kind))},
                     {"reference", id}});
  }
  return found;
}

EntryLocks::Guard Service::lockNames(Kind kind, const Json& before, const Json& after) {
  const std::string prefix = endpoint_.name + '\n' + std::string(typeOf(kind)) + '\n';
  std::vector<std::string> names;
  if (foldedName(kind, before) != foldedName(kind, after))
    names.push_back(prefix + "name\n" + foldedName(kind, after));
  if (before.stringAt("externalId") != after.stringAt("externalId")) {
    names.push_back(prefix + "externalId\n" + std::string(after.stringAt("externalId")));
  }
  return coordination_.locks.lockNames(names);
}

void Service::checkUnique(Kind kind, const Json& before, const Json& after, const std::string& ownId) {
  const std::string_view attribute = nameAttribute(kind);
  if (foldedName(kind, before) != foldedName(kind, after)) {
    const scim::Filter sameName{scim::Comparison{
        {"", std::string(attribute), ""}, scim::CompareOperator::Eq, after.stringAt(attribute)}};
    for (const CurrentResource& other : find(kind, sameName, false)) {
      if (other.id == ownId) continue;
      throw scim::Error(409, ScimType::Uniqueness,
                        std::string(attribute) + " \"" + std::string(after.stringAt(attribute)) +
                            "\" is already in use by the entry " + other.entry.dn.toString());
    }
  }
  const std::string externalId(after.stringAt("externalId"));
  if (!endpoint_.uniqueExternalId || externalId.empty() || before.stringAt("externalId") == externalId)
    return;
  for (const std::string& id :
       store_.idsByExternalId(endpoint_.name, std::string(typeOf(kind)), externalId)) {
    if (id == ownId) continue;
    // Reading drops the row of an entry that is gone.
    const std::optional<CurrentResource> other = reader_.read(kind, id, false);
    if (!other) continue;
    throw scim::Error(
        409, ScimType::Uniqueness,
        "externalId \"" + externalId + "\" is already in use by the entry " + other->entry.dn.toString());
  }
}

std::map<std::string, std::string> Service::takeNumbers(Kind kind) {
  std::map<std::string, std::string> numbers;
  for (const mappings::AttributeRule& rule : view_.mapping(kind).rules) {
    if (rule.allocate) numbers[rule.ldap] = std::to_string(sink_.takeNumber(*rule.allocate));
  }
  return numbers;
}

void Service::report(const ServiceRequest& request, const scim::Ignored& ignored) {
  if (ignored.unknown.empty()) return;
  Json::Array names;
  for (const std::string& name : ignored.unknown) names.push_back(Json(name));
  logger_.info("ATTRIBUTES_IGNORED", "The request held attributes that the mapping does not have",
               {{"requestId", request.context.requestId}, {"attributes", Json(std::move(names))}});
}

void Service::refuse(Kind kind, const Execution& execution, const Plan& plan) const {
  const std::string name = execution.refusedStep < plan.steps.size()
                               ? target(plan.steps[execution.refusedStep]).toString()
                               : "the resource";
  throw toScimError(execution.refusal, name, view_.mapping(kind));
}

}  // namespace scim2ldap::connector
