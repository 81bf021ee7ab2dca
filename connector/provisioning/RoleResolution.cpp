#include "connector/provisioning/RoleResolution.h"

#include <algorithm>
#include <utility>

#include "mappings/RoleRule.h"
#include "scim/CanonicalValue.h"
#include "scim/Error.h"
#include "scim/WhiteSpace.h"

namespace scim2ldap::connector {

using mappings::roleKey;
using scim::Json;

namespace {

constexpr std::size_t kMostNamed = 20;  ///< roles that an error lists

/// One value of a user's roles.
struct HeldRole {
  std::string raw;
  std::optional<std::string> role;  ///< nullopt: it is none
  bool isPrimary = false;
};

bool isOneOf(const std::vector<std::string>& roles, const std::string& role) {
  return std::any_of(roles.begin(), roles.end(),
                     [&](const std::string& other) { return roleKey(other) == roleKey(role); });
}

std::optional<std::string> roleOf(const RolePolicy& policy, const std::string& raw) {
  const std::string key = roleKey(raw);
  if (const auto entry = policy.table.find(key); entry != policy.table.end()) return entry->second;
  for (const std::string& role : policy.allowed) {
    if (roleKey(role) == key) return role;
  }
  if (policy.table.empty() && policy.allowed.empty()) return std::string(scim::trimWhiteSpace(raw));
  return std::nullopt;
}

std::vector<HeldRole> heldRoles(const RolePolicy& policy, const Json* roles) {
  std::vector<HeldRole> held;
  if (roles == nullptr || !roles->isArray()) return held;
  for (const Json& element : roles->asArray()) {
    std::string raw(element.stringAt("value"));
    if (scim::trimWhiteSpace(raw).empty()) continue;
    std::optional<std::string> role = roleOf(policy, raw);
    held.push_back({std::move(raw), std::move(role), scim::isPrimary(element)});
  }
  return held;
}

/// `keep` takes the place of all roles of the rule.
void settle(const RoleConflict& rule, std::vector<HeldRole>& held) {
  const auto isOf = [&](const HeldRole& value) { return value.role && isOneOf(rule.all, *value.role); };
  const auto holds = [&](const std::string& role) {
    return std::any_of(held.begin(), held.end(), [&](const HeldRole& value) {
      return value.role && roleKey(*value.role) == roleKey(role);
    });
  };
  if (!std::all_of(rule.all.begin(), rule.all.end(), holds)) return;
  HeldRole kept = *std::find_if(held.begin(), held.end(), [&](const HeldRole& value) {
    return value.role && roleKey(*value.role) == roleKey(rule.keep);
  });
  for (const HeldRole& value : held) kept.isPrimary = kept.isPrimary || (isOf(value) && value.isPrimary);
  *std::find_if(held.begin(), held.end(), isOf) = kept;
  bool isFirst = true;
  std::erase_if(held, [&](const HeldRole& value) { return isOf(value) && !std::exchange(isFirst, false); });
}

std::string listed(const std::vector<std::string>& roles) {
  std::string text;
  for (std::size_t i = 0; i < std::min(roles.size(), kMostNamed); ++i) {
    text += (i == 0 ? "\"" : ", \"") + roles[i] + "\"";
  }
  return text + (roles.size() > kMostNamed ? ", …" : "");
}

/// The values that a client may send.
std::vector<std::string> knownValues(const RolePolicy& policy) {
  std::vector<std::string> values;
  for (const auto& [value, role] : policy.table) values.push_back(value);
  values.insert(values.end(), policy.allowed.begin(), policy.allowed.end());
  return values;
}

}  // namespace

ResolvedRole resolveRole(const RolePolicy& policy, const Json* roles, const std::optional<std::string>& held,
                         RolesAre rolesAre) {
  // 1. What each value is.
  std::vector<HeldRole> values = heldRoles(policy, roles);
  // 2. Roles that nobody has together.
  for (const RoleConflict& rule : policy.conflicts) settle(rule, values);
  if (values.empty()) return {"", policy.defaultRole};
  // 3. The primary value, else the first.
  auto counts =
      std::find_if(values.begin(), values.end(), [](const HeldRole& each) { return each.isPrimary; });
  if (counts == values.end()) counts = values.begin();
  if (counts->role) return {counts->raw, *counts->role};
  // 4. A value that is no role.
  switch (policy.unknown) {
    case UnknownRole::Default:
      return {counts->raw, policy.defaultRole, true};
    case UnknownRole::Ignore:
      return {counts->raw, held.value_or(policy.defaultRole), true};
    case UnknownRole::Reject:
      break;
  }
  if (rolesAre == RolesAre::Kept) return {counts->raw, held.value_or(policy.defaultRole), true};
  throw scim::Error(400, scim::ScimType::InvalidValue,
                    "roles: \"" + counts->raw + "\" is no role of this service; send one of " +
                        listed(knownValues(policy)));
}

std::optional<std::vector<std::string>> possibleRoles(const RolePolicy& policy) {
  if (policy.table.empty() && policy.allowed.empty()) return std::nullopt;
  std::vector<std::string> roles = policy.allowed;
  const auto add = [&](const std::string& role) {
    if (!role.empty() && !isOneOf(roles, role)) roles.push_back(role);
  };
  for (const auto& [value, role] : policy.table) add(role);
  add(policy.defaultRole);
  return roles;
}

}  // namespace scim2ldap::connector
