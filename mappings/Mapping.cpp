#include "mappings/Mapping.h"

#include <algorithm>
#include <stdexcept>

#include "scim/Schema.h"

namespace scim2ldap::mappings {
namespace {

bool sameTarget(const ScimTarget& left, const ScimTarget& right) {
  const auto defaulted = [](const std::string& subAttribute) {
    return subAttribute.empty() ? std::string_view("value") : std::string_view(subAttribute);
  };
  return scim::sameName(left.schema, right.schema) && scim::sameName(left.attribute, right.attribute) &&
         left.selector == right.selector &&
         scim::sameName(defaulted(left.subAttribute), defaulted(right.subAttribute));
}

void place(ResourceMapping& mapping, const ldap::Dn& base) {
  mapping.container = mapping.container.under(base);
  for (ldap::Dn& searched : mapping.bases) searched = searched.under(base);
  for (AttributeRule& rule : mapping.rules) {
    if (rule.allocate) rule.allocate->counter = rule.allocate->counter.under(base);
  }
  if (mapping.role) {
    for (RoleGroup& role : mapping.role->groups) role.group = role.group.under(base);
  }
  if (!mapping.disable) return;
  if (auto* move = std::get_if<BranchMove>(&*mapping.disable)) move->container = move->container.under(base);
}

}  // namespace

const AttributeRule& ResourceMapping::rdnRule() const {
  const auto rule = std::find_if(rules.begin(), rules.end(), [&](const AttributeRule& candidate) {
    return scim::sameName(candidate.ldap, rdnAttribute);
  });
  if (rule == rules.end()) throw std::logic_error("no rule writes the naming attribute " + rdnAttribute);
  return *rule;
}

const AttributeRule* ResourceMapping::find(const ScimTarget& target) const {
  const auto rule = std::find_if(rules.begin(), rules.end(), [&](const AttributeRule& candidate) {
    return candidate.scim && sameTarget(*candidate.scim, target);
  });
  return rule == rules.end() ? nullptr : &*rule;
}

Mapping under(Mapping mapping, const ldap::Dn& base) {
  place(mapping.user, base);
  if (mapping.group) place(*mapping.group, base);
  mapping.memberships.base = mapping.memberships.base.under(base);
  return mapping;
}

}  // namespace scim2ldap::mappings
