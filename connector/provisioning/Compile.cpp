#include "connector/provisioning/Compile.h"

#include <algorithm>
#include <iterator>

#include "connector/provisioning/PlanLdif.h"
#include "connector/provisioning/RequestLog.h"
#include "connector/provisioning/ResourceReader.h"
#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/RowChange.h"
#include "mappings/RuleAttributes.h"

namespace scim2ldap::connector {
namespace {

using ldap::Modification;
using ldap::ModificationType;

std::string_view nameOf(Kind kind, const scim::Json& resource) {
  return resource.stringAt(kind == Kind::User ? "userName" : "displayName");
}

std::optional<std::string> externalIdOf(const scim::Json& resource) {
  const std::string_view externalId = resource.stringAt("externalId");
  return externalId.empty() ? std::nullopt : std::optional<std::string>(externalId);
}

/// The log row goes last: it shows the finished plan.
void addLog(Plan& plan, LogRow row) {
  row.ldif = toLdif(plan);
  plan.changes.log.push_back(std::move(row));
}

void apply(ldap::Attributes& attributes, const Modification& modification) {
  std::vector<std::string>& values = attributes[modification.attribute];
  const auto drop = [&] {
    std::erase_if(values, [&](const std::string& value) {
      return std::find(modification.values.begin(), modification.values.end(), value) !=
             modification.values.end();
    });
  };
  switch (modification.type) {
    case ModificationType::Replace:
      values = modification.values;
      break;
    case ModificationType::Delete:
      if (modification.values.empty()) {
        values.clear();
      } else {
        drop();
      }
      break;
    case ModificationType::Add:
      drop();
      values.insert(values.end(), modification.values.begin(), modification.values.end());
      break;
    case ModificationType::Increment:
      break;
  }
  if (values.empty()) attributes.erase(modification.attribute);
}

/// Takes the touched attributes back to what they were.
std::vector<Modification> undoOf(const std::vector<Modification>& modifications, const ldap::Entry& before) {
  std::vector<Modification> undo;
  for (const Modification& modification : modifications) {
    const auto same = [&](const Modification& m) {
      return scim::sameName(m.attribute, modification.attribute);
    };
    if (std::any_of(undo.begin(), undo.end(), same)) continue;
    undo.push_back(
        {ModificationType::Replace, modification.attribute, before.values(modification.attribute)});
  }
  return undo;
}

/// Those who come go first, so that nobody's coming and going leaves the group without members in between.
std::vector<ChangeMembers> memberSteps(const mappings::MembersRule& rule, const ldap::Dn& group,
                                       const MemberValues& members) {
  std::vector<ChangeMembers> steps;
  const auto next = [&]() -> ChangeMembers& {
    const bool isFull =
        !steps.empty() && steps.back().add.size() + steps.back().remove.size() >= kMembersAtOnce;
    if (steps.empty() || isFull) {
      steps.push_back({group, rule.attribute});
      if (rule.placeholder) steps.back().placeholder = rule.placeholder->toString();
    }
    return steps.back();
  };
  for (const std::string& value : members.add) next().add.push_back(value);
  for (const std::string& value : members.remove) next().remove.push_back(value);
  return steps;
}

void addMemberSteps(Plan& plan, const mappings::MembersRule& rule, const ldap::Dn& group,
                    const MemberValues& members) {
  for (ChangeMembers& step : memberSteps(rule, group, members)) plan.steps.push_back(std::move(step));
}

/// The new group first, so that nobody is without a role in between.
void addRoleSteps(Plan& plan, const std::optional<RoleChange>& role, const ldap::Dn& dn) {
  if (!role) return;
  for (const auto& [group, rule, isMapped] : role->joins)
    addMemberSteps(plan, rule, group, {{memberValue(rule, dn)}, {}});
  for (const auto& [group, rule, isMapped] : role->leaves)
    addMemberSteps(plan, rule, group, {{}, {memberValue(rule, dn)}});
}

/// The role that the entry is taken to show.
std::string roleBefore(const std::optional<RoleChange>& role) {
  if (!role || (role->isRenewed && !role->after.empty())) return "";
  return role->before;
}

mappings::WriteInputs withRole(mappings::WriteInputs write, const std::string& role) {
  write.role = role;
  return write;
}

/// Last of all, since it cannot be taken back. slapd's ppolicy takes the lock off an account that gets a
/// password: that of a user who is not active is put on again.
void addPasswordSteps(Plan& plan, const mappings::ResourceMapping& mapping, const ldap::Dn& dn,
                      const scim::Json& resource, const std::optional<std::string>& password) {
  if (!password || !mapping.password) return;
  plan.steps.push_back(SetPassword{dn, mapping.password->attribute, *password});
  const bool locks = mapping.disable && std::holds_alternative<mappings::PpolicyLock>(*mapping.disable);
  if (!locks || !isInactive(resource)) return;
  const std::vector<Modification> lock{{ModificationType::Replace,
                                        std::string(mappings::kLockAttribute),
                                        {std::string(mappings::kLockedForEver)}}};
  plan.steps.push_back(ModifyEntry{dn, lock, lock});
}

/// Others name the entry by its new DN.
void addRenameSteps(Plan& plan, const ldap::Dn& from, const ldap::Dn& to, const Dependents& dependents) {
  for (const auto& [group, rule, isMapped] : dependents.memberships) {
    MemberValues change{{memberValue(rule, to)}, {memberValue(rule, from)}};
    if (change.add == change.remove) continue;
    // A group may hold itself; by then it has its new name.
    const ldap::Dn name = group == from ? to : group;
    if (rule.value == mappings::MemberValue::Dn && from == to) continue;
    addMemberSteps(plan, rule, name, change);
    // Who has been taken out meanwhile does not come back under the new name. The directory itself may have
    // put the new name there (slapd's overlay refint).
    std::get<ChangeMembers>(plan.steps.back()).assertion =
        ldap::Filter{ldap::Or{{{ldap::Equality{rule.attribute, change.remove.front()}},
                               {ldap::Equality{rule.attribute, change.add.front()}}}}};
  }
  for (const DirectoryView::Referrer& referrer : dependents.referrers) {
    if (from == to) continue;
    const std::vector<std::string> oldName{from.toString()};
    const std::vector<std::string> newName{to.toString()};
    const std::string& attribute = referrer.attribute;
    plan.steps.push_back(ModifyEntry{
        referrer.dn == from ? to : referrer.dn,
        {{ModificationType::Delete, attribute, oldName}, {ModificationType::Add, attribute, newName}},
        {{ModificationType::Delete, attribute, newName}, {ModificationType::Add, attribute, oldName}}});
  }
}

/// The name that an entry leaves to be disabled, and that it comes back to.
std::string homeAfter(const CurrentResource& current, const ldap::Dn& to, const scim::Json& after) {
  const ldap::Dn& from = current.entry.dn;
  if (from.parent() == to.parent()) return current.row ? current.row->home : "";
  return isInactive(after) ? from.toString() : "";
}

/// The row as it will be; nullopt when the one there is already says so.
std::optional<ResourceRow> rowAfter(const RequestContext& context, const CurrentResource& current,
                                    const std::optional<std::string>& externalId, scim::Json kept,
                                    mappings::Originals originals, bool entryChanges, const std::string& home,
                                    const std::optional<RoleChange>& role) {
  ResourceRow row;
  if (current.row) {
    row = *current.row;
  } else {
    row.origin = Origin::Adopted;
    row.endpoint = context.endpoint;
    row.type = typeOf(current.kind);
    row.id = current.id;
    row.created = context.now;
  }
  // Twins from a time when they were allowed stay what they are until one gets another externalId.
  if (row.externalId != externalId) row.externalIdUnique = context.uniqueExternalId;
  row.externalId = externalId;
  row.kept = std::move(kept);
  row.originals = std::move(originals);
  row.home = home;
  if (role) {
    row.rawRole = role->raw;
    row.role = role->after;
  }
  if (current.row ? row == *current.row
                  : !entryChanges && !externalId && row.kept.asObject().empty() && row.originals.empty() &&
                        row.rawRole.empty() && row.role.empty())
    return std::nullopt;
  if (!entryChanges) row.modified = context.now;
  return row;
}

}  // namespace

scim::Json resourceOf(const mappings::ResourceMapping& mapping, const CurrentResource& current) {
  mappings::ReadInputs inputs{current.references};
  if (current.row) {
    inputs.originals = &current.row->originals;
    inputs.kept = &current.row->kept;
  }
  scim::Json resource = mappings::toResource(mapping, current.entry, inputs);
  if (current.row && current.row->externalId) resource.set("externalId", *current.row->externalId);
  return resource;
}

Plan compileCreate(const RequestContext& context, Kind kind, const mappings::ResourceMapping& mapping,
                   const scim::Json& resource, const mappings::WriteInputs& write,
                   const mappings::ReferencedResources& references, const std::vector<std::string>& members,
                   const std::optional<std::string>& password, const std::optional<RoleChange>& role) {
  Plan plan;
  plan.directory = context.directory;
  ldap::Entry entry = mappings::newEntry(mapping, resource, withRole(write, role ? role->after : ""));

  ResourceRow row;
  row.endpoint = context.endpoint;
  row.type = typeOf(kind);
  row.externalId = externalIdOf(resource);
  row.externalIdUnique = context.uniqueExternalId;
  row.kept = mappings::keptPart(mapping, resource);
  row.originals = mappings::originalsFor(mapping, resource, entry, {references});
  row.created = context.now;
  if (role) {
    row.rawRole = role->raw;
    row.role = role->after;
  }

  const auto atOnce = static_cast<std::ptrdiff_t>(std::min(members.size(), kMembersAtOnce));
  if (!members.empty()) {
    entry.attributes[mapping.members->attribute] = {members.begin(), members.begin() + atOnce};
  }
  const ldap::Dn dn = entry.dn;
  plan.steps.push_back(AddEntry{std::move(entry)});
  if (!members.empty()) {
    addMemberSteps(plan, *mapping.members, dn, {{members.begin() + atOnce, members.end()}, {}});
  }
  addRoleSteps(plan, role, dn);
  addPasswordSteps(plan, mapping, dn, resource, password);
  plan.changes.upserts.push_back(std::move(row));
  addLog(plan, logRow(context, typeOf(kind), "", nameOf(kind, resource), 201));
  return plan;
}

ldap::Dn dnAfter(const mappings::ResourceMapping& mapping, const CurrentResource& current,
                 const scim::Json& before, const scim::Json& after, const mappings::WriteInputs& write) {
  // An entry that others named by another attribute keeps its name; it need not have ours.
  const ldap::Dn& now = current.entry.dn;
  const auto& pairs = now.rdn().pairs;
  const bool isOurs = std::any_of(pairs.begin(), pairs.end(), [&](const ldap::AttributeTypeAndValue& pair) {
    return scim::sameName(pair.type, mapping.rdnAttribute);
  });
  const bool renames = isOurs && namingValues(mapping, before, write) != namingValues(mapping, after, write);
  ldap::Dn containerAfter = containerFor(mapping, after);
  const bool moves = !(containerFor(mapping, before) == containerAfter);
  // Who comes back from the branch of disabled users goes where he was.
  if (moves && !isInactive(after) && current.row && !current.row->home.empty())
    containerAfter = ldap::Dn::parse(current.row->home).parent();
  if (!renames && !moves) return now;
  return (moves ? containerAfter : now.parent())
      .child(renames ? rdnFor(mapping, toAttributes(mapping, after, write, false)) : now.rdn());
}

Plan compileUpdate(const RequestContext& context, const mappings::ResourceMapping& mapping,
                   const CurrentResource& current, const scim::Json& before, const scim::Json& after,
                   const mappings::WriteInputs& write, const mappings::ReferencedResources& references,
                   const Dependents& dependents, const MemberValues& members,
                   const std::optional<std::string>& password, const std::optional<RoleChange>& role) {
  Plan plan;
  plan.directory = context.directory;
  const ldap::Dn& from = current.entry.dn;
  const ldap::Dn to = dnAfter(mapping, current, before, after, write);
  const bool renames = !(from == to) || !(from.rdn() == to.rdn());

  const std::vector<Modification> modifications = mappings::modifications(
      mapping, toAttributes(mapping, before, withRole(write, roleBefore(role)), false),
      toAttributes(mapping, after, withRole(write, role ? role->after : ""), false), current.entry);
  ldap::Entry entryAfter{to, current.entry.attributes};
  if (!modifications.empty()) {
    for (const Modification& modification : modifications) apply(entryAfter.attributes, modification);
    plan.steps.push_back(ModifyEntry{from, modifications, undoOf(modifications, current.entry),
                                     unchangedSince(current.entry)});
  }
  if (renames) {
    const auto assertion = modifications.empty() ? unchangedSince(current.entry) : std::nullopt;
    plan.steps.push_back(RenameEntry{from, to, assertion});
    for (const ldap::AttributeTypeAndValue& pair : from.rdn().pairs) {
      apply(entryAfter.attributes, {ModificationType::Delete, pair.type, {pair.value}});
    }
    for (const ldap::AttributeTypeAndValue& pair : to.rdn().pairs) {
      apply(entryAfter.attributes, {ModificationType::Add, pair.type, {pair.value}});
    }
    addRenameSteps(plan, from, to, dependents);
  }
  if (!members.empty()) {
    std::vector<ChangeMembers> steps = memberSteps(*mapping.members, to, members);
    if (plan.steps.empty()) steps.front().assertion = unchangedSince(current.entry);
    std::move(steps.begin(), steps.end(), std::back_inserter(plan.steps));
  }
  // What only groups of roles hold moves no timestamp of the entry.
  bool entryChanges = !plan.steps.empty();
  addRoleSteps(plan, role, to);
  const std::size_t beforePassword = plan.steps.size();
  addPasswordSteps(plan, mapping, to, after, password);
  entryChanges = entryChanges || plan.steps.size() > beforePassword;

  scim::Json kept = mappings::keptPart(mapping, after);
  mappings::Originals originals = mappings::originalsFor(mapping, after, entryAfter, {references});
  std::optional<ResourceRow> row =
      rowAfter(context, current, externalIdOf(after), std::move(kept), std::move(originals), entryChanges,
               homeAfter(current, to, after), role);
  LogRow line = logRow(context, typeOf(current.kind), current.id, nameOf(current.kind, after), 200);
  // Its LDIF, which tells of all else, is empty then.
  if (row && plan.steps.empty()) line.detail = changeText(current.row, *row);
  if (row) plan.changes.upserts.push_back(std::move(*row));
  if (!plan.empty()) addLog(plan, std::move(line));
  return plan;
}

Plan compileDelete(const RequestContext& context, const mappings::ResourceMapping& mapping,
                   const CurrentResource& current, const Dependents& dependents,
                   const std::string& idAttribute, OfVersion version) {
  Plan plan;
  plan.directory = context.directory;
  const ldap::Dn& dn = current.entry.dn;
  for (const auto& [group, rule, isMapped] : dependents.memberships) {
    if (!(group == dn)) addMemberSteps(plan, rule, group, {{}, {memberValue(rule, dn)}});
  }
  const std::vector<std::string> name{dn.toString()};
  for (const DirectoryView::Referrer& referrer : dependents.referrers) {
    if (referrer.dn == dn) continue;
    plan.steps.push_back(ModifyEntry{referrer.dn,
                                     {{ModificationType::Delete, referrer.attribute, name}},
                                     {{ModificationType::Add, referrer.attribute, name}}});
  }
  const ldap::Filter sameEntry{ldap::Equality{idAttribute, current.id}};
  const auto sameVersion = version == OfVersion::AsRead ? unchangedSince(current.entry) : std::nullopt;
  plan.steps.push_back(DeleteEntry{dn, sameVersion.value_or(sameEntry)});
  plan.changes.removals.push_back({context.endpoint, std::string(typeOf(current.kind)), current.id});
  const scim::Json resource = resourceOf(mapping, current);
  addLog(plan, logRow(context, typeOf(current.kind), current.id, nameOf(current.kind, resource), 204));
  return plan;
}

Plan compileLeftMemberships(const RequestContext& context, Kind kind, const std::string& id,
                            std::string_view name, const ldap::Dn& dn,
                            const std::vector<Membership>& memberships) {
  Plan plan;
  plan.directory = context.directory;
  for (const auto& [group, rule, isMapped] : memberships) {
    addMemberSteps(plan, rule, group, {{}, {memberValue(rule, dn)}});
  }
  LogRow row = logRow(context, typeOf(kind), id, name, 200);
  row.detail = "groups listed this name before anybody had it: taken out";
  addLog(plan, std::move(row));
  return plan;
}

LogRow memberLog(const RequestContext& context, const mappings::MembersRule& rule, const ldap::Dn& group,
                 const std::string& id, const MemberValues& members) {
  LogRow row = logRow(context, typeOf(Kind::Group), id, group.rdn().pairs.front().value, 204);
  Plan own{context.directory};
  addMemberSteps(own, rule, group, members);
  row.ldif = toLdif(own);
  return row;
}

Plan compileMembers(const std::string& directory, const mappings::MembersRule& rule, const ldap::Dn& group,
                    const MemberValues& members, const StoreChanges& rows) {
  Plan plan{directory};
  addMemberSteps(plan, rule, group, members);
  plan.changes = rows;
  return plan;
}

LogRow refusal(const RequestContext& context, Kind kind, const std::string& id, const std::string& name,
               int status, const std::string& detail) {
  LogRow row = logRow(context, typeOf(kind), id, name, status);
  row.detail = detail;
  return row;
}

}  // namespace scim2ldap::connector
