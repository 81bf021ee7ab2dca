#include "connector/provisioning/PointFilter.h"

#include <algorithm>

#include "scim/Schema.h"

namespace scim2ldap::connector {

bool isPoint(const ldap::Filter& filter) {
  if (const auto* any = std::get_if<ldap::Or>(&filter.node))
    return std::all_of(any->operands.begin(), any->operands.end(), isPoint);
  return std::holds_alternative<ldap::Equality>(filter.node);
}

bool isSurelyMet(const ldap::Filter& filter, const ldap::Entry& entry) {
  if (const auto* all = std::get_if<ldap::And>(&filter.node)) {
    return std::all_of(all->operands.begin(), all->operands.end(),
                       [&](const ldap::Filter& operand) { return isSurelyMet(operand, entry); });
  }
  const auto* equality = std::get_if<ldap::Equality>(&filter.node);
  if (equality == nullptr || !scim::sameName(equality->attribute, "objectClass")) return false;
  const std::vector<std::string>& classes = entry.values("objectClass");
  return std::any_of(classes.begin(), classes.end(),
                     [&](const std::string& name) { return scim::sameName(name, equality->value); });
}

}  // namespace scim2ldap::connector
