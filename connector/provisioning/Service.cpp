#include "connector/provisioning/Service.h"

#include <algorithm>
#include <limits>

#include "connector/provisioning/HeardLock.h"
#include "connector/provisioning/LdapErrors.h"
#include "connector/provisioning/MemberModification.h"
#include "connector/provisioning/RequestDemands.h"
#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/Secrets.h"
#include "connector/provisioning/Version.h"
#include "ldap/Error.h"
#include "scim/Error.h"
#include "scim/SchemaUris.h"

namespace scim2ldap::connector {

using scim::Json;
using scim::ScimType;

namespace {

bool contains(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::string described(const ldap::WriteResult& refusal) {
  return ldap::Error(refusal.code, refusal.diagnosticMessage).what();
}

/// Whether a group will not take the change tomorrow either.
bool isForGood(const ldap::WriteResult& refusal, bool isMapped) {
  using ldap::ResultCode;
  // A part of the directory that is kept elsewhere.
  if (!isMapped && (refusal.code == ResultCode::Referral || refusal.code == ResultCode::UnwillingToPerform))
    return true;
  return refusal.code == ResultCode::InsufficientAccessRights ||
         refusal.code == ResultCode::ObjectClassViolation || refusal.code == ResultCode::ConstraintViolation;
}

scim::Error notFound(Kind kind, const std::string& id) {
  return {404, ScimType::None, "there is no " + std::string(typeOf(kind)) + " with the id \"" + id + "\""};
}

std::vector<std::shared_ptr<NameTable>> nameTables(const mappings::Mapping& mapping,
                                                   const DirectoryConfiguration& directory,
                                                   IdIndexes& indexes) {
  std::vector<std::shared_ptr<NameTable>> names{indexes.namesOf(scopeOf(directory, mapping.user))};
  if (mapping.group) names.push_back(indexes.namesOf(scopeOf(directory, *mapping.group)));
  return names;
}

}  // namespace

Service::Service(const EndpointConfiguration& endpoint, const DirectoryConfiguration& directoryConfiguration,
                 ldap::Directory& directory, Store& store, PlanSink& sink, Coordination& coordination,
                 Logger& logger)
    : endpoint_(endpoint),
      store_(store),
      sink_(sink),
      coordination_(coordination),
      logger_(logger),
      view_(directory, endpoint.mapping, directoryConfiguration.idAttribute,
            nameTables(endpoint.mapping, directoryConfiguration, coordination.indexes)),
      pages_(view_, directoryConfiguration, coordination.indexes),
      reader_(view_, store, endpoint.name) {
  if (endpoint.fallback && has(Kind::Group) && view_.mapping(Kind::Group).members) {
    fallback_.emplace(endpoint, view_, store, sink, coordination.locks, coordination.memberships, logger);
  }
}

ResourceAnswer Service::get(Kind kind, const ServiceRequest& request, const std::string& id) {
  static_cast<void>(sink_.begin());      // nobody is shown what may still be taken back
  if (!request.preconditions.empty()) {  // decided without the members
    const scim::EntityTag state = versionOf(readOrThrow(kind, id, false));
    // A version says nothing of a user's groups: who asks for them gets them.
    if (request.preconditions.isKnown(state) && !wantsGroups(kind, request)) return {Json(), toString(state)};
  }
  const bool withMembers = wantsMembers(kind, request);
  return answer(readOrThrow(kind, id, withMembers), request, withMembers);
}

CurrentResource Service::readOrThrow(Kind kind, const std::string& id, bool withMembers) {
  std::optional<CurrentResource> current = reader_.read(kind, id, withMembers);
  if (!current) throw notFound(kind, id);
  return std::move(*current);
}

ResourceAnswer Service::answer(const CurrentResource& current, const ServiceRequest& request,
                               bool withMembers) {
  UserGroups groups = userGroups();
  return answer(current, request, withMembers, groups);
}

ResourceAnswer Service::answer(const CurrentResource& current, const ServiceRequest& request,
                               bool withMembers, UserGroups& groups) {
  const MembersForm membersForm = withMembers ? membersFormOf(current.kind, request) : MembersForm::Left;
  return shown(current, reader_.represent(current, request.baseUrl, membersForm), request, groups);
}

ResourceAnswer Service::shown(const CurrentResource& current, Json whole, const ServiceRequest& request,
                              UserGroups& groups) {
  if (wantsGroups(current.kind, request)) {
    const std::vector<GroupOfUser> found = groups.of(view_.memberValue(current.entry.dn));
    if (!found.empty()) whole.set("groups", groupsAttribute(found, request.baseUrl));
  }
  std::string version(whole.find("meta")->stringAt("version"));
  return {project(type(current.kind), std::move(whole), request.projection), std::move(version)};
}

scim::EntityTag Service::versionOf(const CurrentResource& current) const {
  return connector::versionOf(current, resourceOf(view_.mapping(current.kind), current));
}

bool Service::wantsMembers(Kind kind, const ServiceRequest& request) const {
  return view_.mapping(kind).members && request.projection.wants(type(kind), "members");
}

MembersForm Service::membersFormOf(Kind kind, const ServiceRequest& request) const {
  if (!wantsMembers(kind, request)) return MembersForm::Left;
  return request.projection.wantsWhole(type(kind), "members") ? MembersForm::Printed : MembersForm::Parts;
}

bool Service::wantsGroups(Kind kind, const ServiceRequest& request) const {
  return kind == Kind::User && endpoint_.policies.groups == GroupSync::On &&
         type(kind).schema.find("groups") != nullptr && request.projection.wants(type(kind), "groups");
}

UserGroups Service::userGroups() {
  return {[this](const std::vector<std::string>& values) { return view_.groupsHolding(values); },
          [this](const Referenced& group) { return view_.memberValue(group.dn); },
          view_.canBeMember(Kind::Group)};
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
    // A PUT says again what it has said before: it is not about the reference.
    if (resource == before && request.context.method != "PUT") {
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

EntryLocks::Guard Service::lockEntries(const std::vector<std::string>& exclusive,
                                       const std::vector<std::string>& shared) {
  return lockUnlessSilent(view_.directory(),
                          [&] { return coordination_.locks.lockEntries(exclusive, shared); });
}

EntryLocks::Guard Service::lockNames(Kind kind, const Json& before, const Json& after) {
  const std::string prefix = endpoint_.name + '\n' + std::string(typeOf(kind)) + '\n';
  std::vector<std::string> names;
  if (foldedName(kind, before) != foldedName(kind, after))
    names.push_back(prefix + "name\n" + foldedName(kind, after));
  if (before.stringAt("externalId") != after.stringAt("externalId")) {
    names.push_back(prefix + "externalId\n" + std::string(after.stringAt("externalId")));
  }
  return lockUnlessSilent(view_.directory(), [&] { return coordination_.locks.lockNames(names); });
}

void Service::checkUnique(Kind kind, const Json& before, const Json& after, const std::string& ownId) {
  const std::string_view attribute = nameAttribute(kind);
  if (foldedName(kind, before) != foldedName(kind, after)) {
    const std::string_view name = after.stringAt(attribute);
    findNamesakes(kind, name, [&](const CurrentResource& other) {
      if (other.id == ownId) return;
      throw scim::Error(409, ScimType::Uniqueness,
                        std::string(attribute) + " \"" + std::string(name) +
                            "\" is already in use by the entry " + other.entry.dn.toString());
    });
  }
  const std::string externalId(after.stringAt("externalId"));
  if (!endpoint_.uniqueExternalId || externalId.empty() || before.stringAt("externalId") == externalId)
    return;
  checkExternalId(kind, externalId, ownId);
}

void Service::findNamesakes(Kind kind, std::string_view name,
                            const std::function<void(const CurrentResource& other)>& take) {
  const scim::Filter sameName{scim::Comparison{
      {"", std::string(nameAttribute(kind)), ""}, scim::CompareOperator::Eq, std::string(name)}};
  find(kind, sameName, false, "", std::numeric_limits<std::size_t>::max(),
       [&](CurrentResource&& other, const Json&) { take(other); });
}

void Service::checkExternalId(Kind kind, const std::string& externalId, const std::string& ownId) {
  for (const std::string& id :
       store_.idsByExternalId(endpoint_.name, std::string(typeOf(kind)), externalId)) {
    if (id == ownId) continue;
    const std::optional<CurrentResource> other = reader_.read(kind, id, false);
    if (!other) {
      reader_.forget(kind, id);
      continue;
    }
    throw scim::Error(
        409, ScimType::Uniqueness,
        "externalId \"" + externalId + "\" is already in use by the entry " + other->entry.dn.toString());
  }
}

Dependents Service::dependentsOf(Kind kind, const ldap::Dn& dn, const std::set<std::string>& leftOut) {
  Dependents dependents{view_.membershipsOf(kind, dn), view_.referrersTo(dn)};
  std::erase_if(dependents.memberships, [&](const Membership& membership) {
    return leftOut.contains(membership.group.normalized());
  });
  return dependents;
}

bool Service::leavesOut(const ServiceRequest& request, const Execution& execution, const Plan& plan,
                        const Dependents& dependents, std::set<std::string>& leftOut) {
  if (execution.outcome != Execution::Outcome::Refused || execution.refusedStep >= plan.steps.size())
    return false;
  const ldap::Dn& dn = target(plan.steps[execution.refusedStep]);
  const auto refused = std::find_if(dependents.memberships.begin(), dependents.memberships.end(),
                                    [&](const Membership& membership) { return membership.group == dn; });
  if (refused == dependents.memberships.end() || !isForGood(execution.refusal, refused->isMapped))
    return false;
  const auto leaveOut = [&](const ldap::Dn& group) {
    if (!leftOut.insert(group.normalized()).second) return false;
    logger_.warning("MEMBERSHIP_KEPT", "A group goes on listing a name that its owner no longer has",
                    {{"requestId", request.context.requestId},
                     {"group", group.toString()},
                     {"reason", described(execution.refusal)}});
    return true;
  };
  const bool isNew = leaveOut(dn);
  // One more refusal for each would move the entry to and fro.
  for (const Membership& other : dependents.memberships) {
    if (!mayChangeMembers(view_.directory(), other.group, other.rule)) leaveOut(other.group);
  }
  return isNew;
}

bool Service::clearName(Kind kind, const ServiceRequest& request, const std::string& id, const Json& resource,
                        const ldap::Dn& dn, bool mayKeep, Epoch epoch) {
  const std::vector<Membership> left = view_.membershipsLeftFor(kind, dn);
  if (left.empty()) return false;
  const Plan plan =
      compileLeftMemberships(request.context, kind, id, resource.stringAt(nameAttribute(kind)), dn, left);
  const Execution execution = sink_.execute(plan, {}, epoch);
  if (isOvertaken(execution, plan)) return true;
  if (execution.done()) {
    logger_.warning("MEMBERSHIP_LEFT", "Groups listed the name of somebody new before he had it: taken out",
                    {{"requestId", request.context.requestId},
                     {"dn", dn.toString()},
                     {"ldif", plan.changes.log.front().ldif}});
    return false;
  }
  const bool isFinal = execution.outcome == Execution::Outcome::Refused &&
                       isForGood(execution.refusal, left[execution.refusedStep].isMapped);
  if (!isFinal) refuse(kind, execution, plan);
  if (mayKeep) return false;
  throw scim::Error(409, ScimType::Uniqueness,
                    "the group " + target(plan.steps[execution.refusedStep]).toString() + " lists " +
                        dn.toString() +
                        ", which nobody is; whoever gets that name would be a member, and the directory "
                        "refuses to take it out (" +
                        described(execution.refusal) + "): take it out there");
}

std::map<std::string, std::string> Service::takeNumbers(Kind kind, const ServiceRequest& request) {
  constexpr int kMostSkipped = 1'000;
  std::map<std::string, std::string> numbers;
  for (const mappings::AttributeRule& rule : view_.mapping(kind).rules) {
    if (!rule.allocate) continue;
    std::string& number = numbers[rule.ldap];
    for (int skipped = 0;; ++skipped) {
      number = std::to_string(sink_.takeNumber(*rule.allocate));
      if (!view_.isTaken(rule, number)) break;
      if (skipped == kMostSkipped) {
        throw scim::Error(500, ScimType::None,
                          "the counter " + rule.allocate->counter.toString() +
                              " gives numbers that entries have " + "already, such as " + rule.ldap + " " +
                              number + "; set it to one above the highest");
      }
      logger_.warning("NUMBER_SKIPPED", "A counter gave a number that an entry has already",
                      {{"requestId", request.context.requestId},
                       {"counter", rule.allocate->counter.toString()},
                       {"attribute", rule.ldap},
                       {"number", number}});
    }
  }
  return numbers;
}

Json Service::readBody(Kind kind, const ServiceRequest& request, const Json& body) {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  scim::Ignored ignored;
  Json resource = canonicalResource(mapping.type, body, endpoint_.dialect, ignored);
  checkSchemas(mapping.type, body, endpoint_.dialect);
  checkRequired(mapping.type, resource);
  checkRequiredRules(mapping, resource);
  Json mapped = mappedPart(mapping, resource);
  // Who may not update is not held to what updates must have.
  const bool isUpdate = request.context.method == "PUT";
  if (!isUpdate || endpoint_.policies.verbs.userUpdate == VerbPolicy::Apply)
    checkDemands(endpoint_.policies, mapping.type, kind, body, mapped);
  for (std::string& part : unmappedParts(resource, mapped)) ignored.unknown.push_back(std::move(part));
  report(request, ignored);
  return mapped;
}

void Service::report(const ServiceRequest& request, const scim::Ignored& ignored) {
  std::vector<std::string> unknown = ignored.unknown;
  std::ranges::transform(unknown, unknown.begin(), withoutSecret);
  // Clients send back what they have read; that is no wish to change it.
  std::vector<std::string> readOnly = ignored.readOnly;
  std::erase_if(readOnly, [](const std::string& name) { return name == "id" || name.starts_with("meta"); });
  if (ignored.unknown.empty() && readOnly.empty()) return;
  logger_.info("ATTRIBUTES_IGNORED",
               "The request held attributes that the mapping does not have or that are read-only",
               {{"requestId", request.context.requestId},
                {"attributes", Json(Json::Array(unknown.begin(), unknown.end()))},
                {"readOnly", Json(Json::Array(readOnly.begin(), readOnly.end()))}});
}

Execution Service::carryOut(Kind kind, const Plan& plan, const std::vector<std::string>& postRead,
                            Epoch epoch) {
  Execution execution;
  bool isTaken = false;
  try {
    execution = sink_.execute(plan, postRead, epoch);
    // All steps went well, and were taken back when the row could not be written.
    isTaken = execution.outcome == Execution::Outcome::Refused && execution.refusedStep == plan.steps.size();
  } catch (const ExternalIdTaken&) {
    isTaken = true;
  }
  if (!isTaken) return execution;
  const ResourceRow& row = plan.changes.upserts.front();
  const std::string externalId = row.externalId.value_or("");
  checkExternalId(kind, externalId, row.id);
  throw scim::Error(409, ScimType::Uniqueness, "externalId \"" + externalId + "\" is already in use");
}

bool Service::isOvertaken(const Execution& execution, const Plan& plan) {
  using ldap::ResultCode;
  if (execution.outcome == Execution::Outcome::Overtaken) return true;
  if (execution.outcome != Execution::Outcome::Refused) return false;
  const ResultCode code = execution.refusal.code;
  if (code == ResultCode::AssertionFailed || code == ResultCode::NoSuchAttribute) return true;
  if (code != ResultCode::NoSuchObject || execution.refusedStep >= plan.steps.size()) return false;
  const Step& step = plan.steps[execution.refusedStep];
  if (std::holds_alternative<AddEntry>(step)) return false;
  // Where the entry still stands, the place is missing that it was to get. Who was to get no other place was
  // not there for a moment.
  return !std::holds_alternative<RenameEntry>(step) || !view_.directory().read(target(step), {});
}

void Service::refuse(Kind kind, const Execution& execution, const Plan& plan,
                     const std::optional<RoleChange>& role) const {
  if (role) refuseRole(execution, plan, *role);
  std::string name = "the resource";
  if (execution.refusedStep < plan.steps.size()) {
    const Step& step = plan.steps[execution.refusedStep];
    // What stands in the way of a rename concerns the new name.
    const auto* rename = std::get_if<RenameEntry>(&step);
    name = (std::holds_alternative<SetPassword>(step) ? "the password of " : "") +
           (rename != nullptr ? rename->newDn : target(step)).toString();
  }
  throw toScimError(execution.refusal, name, view_.mapping(kind));
}

}  // namespace scim2ldap::connector
