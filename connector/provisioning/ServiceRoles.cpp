// Roles: what the client's values make of a user, and how his role moves him from group to group.

#include <algorithm>

#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/RoleResolution.h"
#include "connector/provisioning/Service.h"
#include "ldap/Error.h"
#include "scim/Error.h"

namespace scim2ldap::connector {

using scim::Json;

namespace {

bool sameRoles(const Json& before, const Json& after) {
  const Json* old = before.find("roles");
  const Json* now = after.find("roles");
  return old == nullptr || now == nullptr ? old == now : *old == *now;
}

bool isOneOf(const std::vector<Membership>& memberships, const ldap::Dn& group) {
  return std::any_of(memberships.begin(), memberships.end(),
                     [&](const Membership& membership) { return membership.group == group; });
}

/// Whether no client has given the user a role: he was in the directory before, where he may well have one.
bool isLeftToOthers(const CurrentResource& user) {
  const std::optional<ResourceRow>& row = user.row;
  if (!row) return true;
  return row->origin != Origin::Scim && row->rawRole.empty() && row->role.empty() &&
         row->kept.find("roles") == nullptr;
}

scim::Error groupError(const std::string& role, const ldap::Dn& group, const std::string& why,
                       const std::string& remedy) {
  return {500, scim::ScimType::None,
          "the role \"" + role + "\" is kept in the group " + group.toString() + ", " + why + "; " + remedy};
}

}  // namespace

std::optional<RoleChange> Service::roleAtCreation(Kind kind, const Json& resource, Attempt& attempt) {
  if (kind != Kind::User || !endpoint_.roles || attempt.keepsRole) return std::nullopt;
  const ResolvedRole resolved =
      connector::resolveRole(*endpoint_.roles, resource.find("roles"), std::nullopt, RolesAre::Given);
  RoleChange change{resolved.raw, "", resolved.role, resolved.isUnknown, !resolved.raw.empty()};
  try {
    addRoleGroups(change, nullptr);
  } catch (const scim::Error& error) {
    if (change.isGiven) throw;
    attempt.keepsRole = error.detail();
    return std::nullopt;
  }
  return change;
}

std::optional<RoleChange> Service::roleAfter(const CurrentResource& current, const Json& before,
                                             const Json& after, const Change& change, Attempt& attempt) {
  if (current.kind != Kind::User || !endpoint_.roles || attempt.keepsRole) return std::nullopt;
  const bool isGiven = !sameRoles(before, after);
  if (!isGiven && isLeftToOthers(current)) return std::nullopt;
  const std::string held = current.row ? current.row->role : "";
  const ResolvedRole resolved = connector::resolveRole(*endpoint_.roles, after.find("roles"), held,
                                                       isGiven ? RolesAre::Given : RolesAre::Kept);
  RoleChange role{resolved.raw,       held, resolved.role, isGiven && resolved.isUnknown, isGiven,
                  change.resolvesRole};
  try {
    addRoleGroups(role, &current.entry.dn);
  } catch (const scim::Error& error) {
    if (isGiven || change.resolvesRole) throw;
    attempt.keepsRole = error.detail();
    return std::nullopt;
  }
  return role;
}

bool Service::keepsRole(const Execution& execution, const RoleChange& role, const Change& change,
                        Attempt& attempt) {
  const ldap::WriteResult& refusal = execution.refusal;
  const bool isFinal = execution.outcome == Execution::Outcome::Refused &&
                       !ldap::isNotNow(refusal.code, refusal.diagnosticMessage);
  if (!isFinal || role.isGiven || change.resolvesRole || role.before == role.after) return false;
  attempt.keepsRole = ldap::Error(refusal.code, refusal.diagnosticMessage).what();
  return true;
}

bool Service::goesWithoutRole(const Execution& execution, const Plan& plan, const RoleChange& role,
                              Attempt& attempt) {
  if (execution.outcome != Execution::Outcome::Refused || execution.refusedStep >= plan.steps.size())
    return false;
  const auto* step = std::get_if<ChangeMembers>(&plan.steps[execution.refusedStep]);
  return step != nullptr && isOneOf(role.joins, step->group) && keepsRole(execution, role, {}, attempt);
}

void Service::addRoleGroups(RoleChange& change, const ldap::Dn* user) {
  const std::optional<mappings::RoleRule>& rule = view_.mapping(Kind::User).role;
  if (!rule || (change.before == change.after && !change.isRenewed)) return;
  const mappings::RoleGroup* from = rule->groupOf(change.before);
  const mappings::RoleGroup* to = rule->groupOf(change.after);
  if (from != nullptr && to != nullptr && from->group == to->group) {
    from = nullptr;
    if (!change.isRenewed) return;
  }
  if (to != nullptr) {
    const std::optional<Membership> membership = view_.membershipIn(to->group);
    if (!membership) {
      throw groupError(to->role, to->group, "which does not exist, or the service account may not see it",
                       "make it, or change role in [user] of " + endpoint_.mapping.file);
    }
    // Who is in the group already stays there also where the rest of the request is refused.
    if (user == nullptr || !view_.isListed(*membership, *user)) change.joins.push_back(*membership);
  }
  if (from != nullptr) {
    const std::optional<Membership> membership = view_.membershipIn(from->group);
    if (membership && user != nullptr && view_.isListed(*membership, *user))
      change.leaves.push_back(*membership);
  }
}

void Service::refuseRole(const Execution& execution, const Plan& plan, const RoleChange& role) const {
  if (execution.outcome != Execution::Outcome::Refused || execution.refusedStep >= plan.steps.size()) return;
  const auto* step = std::get_if<ChangeMembers>(&plan.steps[execution.refusedStep]);
  // The steps that follow a rename have an assertion.
  if (step == nullptr || step->assertion) return;
  const ldap::WriteResult& refusal = execution.refusal;
  if (ldap::isNotNow(refusal.code, refusal.diagnosticMessage)) return;
  const bool joins = isOneOf(role.joins, step->group);
  if (!joins && !isOneOf(role.leaves, step->group)) return;
  throw groupError(
      joins ? role.after : role.before, step->group,
      "and the directory refuses to change its " + step->attribute + ": " +
          ldap::Error(refusal.code, refusal.diagnosticMessage).what(),
      "give the service account the right to write it as etc/ldap/README.md shows, see `scim2ldap "
      "check`");
}

void Service::tellRole(const ServiceRequest& request, const std::string& id, const std::string& name,
                       const RoleChange& role) {
  if (role.isUnknown) {
    logger_.warning("ROLE_UNKNOWN", "A client gave a user a value that is no role of this service",
                    {{"requestId", request.context.requestId},
                     {"resource", id},
                     {"name", name},
                     {"value", role.raw},
                     {"role", role.after}});
  }
  if (role.before == role.after) return;
  logger_.info("ROLE_CHANGED", "A user has another role",
               {{"requestId", request.context.requestId},
                {"resource", id},
                {"name", name},
                {"from", role.before},
                {"to", role.after}});
}

void Service::tellRoleKept(const ServiceRequest& request, const std::string& id, const Attempt& attempt) {
  if (!attempt.keepsRole) return;
  logger_.warning(
      "ROLE_KEPT", "A user keeps his role, or has none: the one that he should have could not be given",
      {{"requestId", request.context.requestId}, {"resource", id}, {"reason", *attempt.keepsRole}});
}

bool Service::putKeepsRoles(Kind kind, const Json& body) const {
  return kind == Kind::User && endpoint_.roles && endpoint_.dialect == scim::Dialect::Entra &&
         body.find("roles") == nullptr;
}

bool Service::showsRole(const CurrentResource& user, const std::string& role) {
  const std::optional<mappings::RoleRule>& rule = view_.mapping(Kind::User).role;
  if (!rule || role.empty()) return true;
  if (!rule->ldap.empty() && user.entry.values(rule->ldap) != std::vector<std::string>{role}) return false;
  const mappings::RoleGroup* group = rule->groupOf(role);
  if (group == nullptr) return true;
  const std::optional<Membership> membership = view_.membershipIn(group->group);
  return membership && view_.isListed(*membership, user.entry.dn);
}

std::vector<Service::RoleDifference> Service::roleDifferences(const std::vector<std::string>& ids) {
  std::vector<RoleDifference> differences;
  if (!endpoint_.roles) return differences;
  for (const CurrentResource& current :
       reader_.complete(Kind::User, view_.findByIds(Kind::User, ids, false))) {
    if (isLeftToOthers(current)) continue;
    const Json resource = resourceOf(view_.mapping(Kind::User), current);
    const ResolvedRole resolved =
        connector::resolveRole(*endpoint_.roles, resource.find("roles"), current.row->role, RolesAre::Kept);
    if (resolved.role == current.row->role && showsRole(current, resolved.role)) continue;
    differences.push_back(
        {current.id, std::string(resource.stringAt("userName")), current.row->role, resolved.role});
  }
  return differences;
}

std::string Service::resolveRole(const ServiceRequest& request, const std::string& id) {
  Change change;
  change.apply = [](const Json& before) { return before; };
  change.resolvesRole = true;
  const CurrentResource user = update(Kind::User, request, id, change, false);
  return user.row ? user.row->role : "";
}

}  // namespace scim2ldap::connector
