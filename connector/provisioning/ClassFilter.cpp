#include "connector/provisioning/ClassFilter.h"

#include <algorithm>

#include "scim/Schema.h"

namespace scim2ldap::connector {

bool isOfClasses(const ldap::Filter& filter) {
  if (const auto* all = std::get_if<ldap::And>(&filter.node))
    return std::all_of(all->operands.begin(), all->operands.end(), isOfClasses);
  const auto* equality = std::get_if<ldap::Equality>(&filter.node);
  return equality != nullptr && scim::sameName(equality->attribute, "objectClass");
}

bool isSurelyMet(const ldap::Filter& filter, const ldap::Entry& entry) {
  if (const auto* all = std::get_if<ldap::And>(&filter.node)) {
    return std::all_of(all->operands.begin(), all->operands.end(),
                       [&](const ldap::Filter& operand) { return isSurelyMet(operand, entry); });
  }
  const std::string& wanted = std::get<ldap::Equality>(filter.node).value;
  const std::vector<std::string>& classes = entry.values("objectClass");
  return std::any_of(classes.begin(), classes.end(),
                     [&](const std::string& name) { return scim::sameName(name, wanted); });
}

std::optional<bool> isMet(const ldap::Filter& filter, const ldap::Entry& entry,
                          const ldap::Subschema& schema) {
  if (const auto* all = std::get_if<ldap::And>(&filter.node)) {
    bool result = true;
    for (const ldap::Filter& operand : all->operands) {
      const std::optional<bool> met = isMet(operand, entry, schema);
      if (!met) return std::nullopt;
      result = result && *met;
    }
    return result;
  }
  const std::string& wanted = std::get<ldap::Equality>(filter.node).value;
  const auto isKnown = [&](const std::string& name) { return schema.findObjectClass(name) != nullptr; };
  const std::vector<std::string>& classes = entry.values("objectClass");
  if (!isKnown(wanted) || !std::all_of(classes.begin(), classes.end(), isKnown)) return std::nullopt;
  return std::any_of(classes.begin(), classes.end(),
                     [&](const std::string& name) { return schema.isKindOf(name, wanted); });
}

}  // namespace scim2ldap::connector
