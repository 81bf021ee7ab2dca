#include "connector/provisioning/RoleCheck.h"

#include <algorithm>
#include <optional>

#include "connector/provisioning/DirectoryView.h"
#include "connector/provisioning/MemberModification.h"
#include "connector/provisioning/RoleResolution.h"

namespace scim2ldap::connector {
namespace {

using mappings::RoleGroup;
using mappings::roleKey;

/// The rule of a mapping for roles that has an effect, or nullptr.
const mappings::RoleRule* ruleOf(const EndpointConfiguration& endpoint) {
  const std::optional<mappings::RoleRule>& rule = endpoint.mapping.user.role;
  return endpoint.roles && rule ? &*rule : nullptr;
}

std::string named(const RoleGroup& role) {
  return "the group " + role.group.toString() + " of the role \"" + role.role + "\"";
}

bool isAllowed(const mappings::MembersRule& rule, const ldap::Subschema& schema,
               const std::vector<std::string>& classes) {
  const ldap::AttributeType* type = schema.findAttributeType(rule.attribute);
  const std::string name = type == nullptr || type->names.empty() ? rule.attribute : type->names.front();
  return schema.may(classes).contains(name) || schema.must(classes).contains(name);
}

/// Roles that users cannot get.
void checkReach(const EndpointConfiguration& endpoint, const mappings::RoleRule& rule, CheckReport& report) {
  const std::optional<std::vector<std::string>> possible = possibleRoles(*endpoint.roles);
  if (!possible) return;
  for (const RoleGroup& role : rule.groups) {
    const bool isPossible = std::any_of(possible->begin(), possible->end(), [&](const std::string& other) {
      return roleKey(other) == roleKey(role.role);
    });
    if (isPossible) continue;
    report.problem({role.where,
                    "nobody gets the role \"" + role.role + "\" by [endpoint.roles] of the endpoint " +
                        endpoint.name + "; add it to table or allowed there, or take the group out",
                    mappings::Severity::Warning});
  }
}

}  // namespace

void checkRoleGroups(const EndpointConfiguration& endpoint, const std::string& idAttribute,
                     ldap::Directory& directory, CheckReport& report) {
  const mappings::RoleRule* rule = ruleOf(endpoint);
  if (rule == nullptr || rule->groups.empty()) return;
  DirectoryView view(directory, endpoint.mapping, idAttribute);
  const ldap::Subschema schema = directory.subschema();
  for (const RoleGroup& role : rule->groups) {
    const std::optional<ldap::Entry> entry = directory.read(role.group, {"objectClass"});
    if (!entry) {
      report.error(role.where, named(role) +
                                   " does not exist, or the service account may not see it; make it, or "
                                   "name another one");
      continue;
    }
    const mappings::MembersRule members = view.membershipIn(role.group).value().rule;
    if (isAllowed(members, schema, entry->values("objectClass"))) {
      report.ok(named(role) + " exists and lists users in " + members.attribute);
    } else {
      report.error(role.where, named(role) + " has no object class that allows " + members.attribute +
                                   "; name its attribute in [memberships]");
    }
  }
}

void checkRoles(const EndpointConfiguration& endpoint, const std::string& idAttribute,
                ldap::Directory& directory, Rehearse rehearse, CheckReport& report) {
  const mappings::RoleRule* rule = ruleOf(endpoint);
  if (rule == nullptr) {
    if (endpoint.mapping.user.role) {
      report.problem({endpoint.mapping.user.role->where,
                      "role has no effect: the endpoint " + endpoint.name + " has no [endpoint.roles]",
                      mappings::Severity::Warning});
    }
    return;
  }
  checkReach(endpoint, *rule, report);
  checkRoleGroups(endpoint, idAttribute, directory, report);
  if (rehearse == Rehearse::No) return;
  DirectoryView view(directory, endpoint.mapping, idAttribute);
  for (const RoleGroup& role : rule->groups) {
    const std::optional<Membership> membership = view.membershipIn(role.group);
    if (!membership || mayChangeMembers(directory, role.group, membership->rule)) continue;
    report.error(role.where, "the service account lacks the right to change " + membership->rule.attribute +
                                 " of " + named(role) + "; give it as etc/ldap/README.md shows");
  }
}

}  // namespace scim2ldap::connector
