#include <algorithm>
#include <iterator>
#include <set>

#include "mappings/RuleAttributes.h"
#include "mappings/TextCase.h"
#include "mappings/Translation.h"
#include "mappings/ValueConversion.h"

namespace scim2ldap::mappings {
namespace {

using ldap::Modification;
using ldap::ModificationType;
using Values = std::vector<std::string>;

const Values& valuesIn(const ldap::Attributes& attributes, const std::string& name) {
  static const Values none;
  const auto found = attributes.find(name);
  return found == attributes.end() ? none : found->second;
}

bool contains(const Values& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool sameSet(const Values& left, const Values& right) {
  return left == right || std::multiset<std::string>(left.begin(), left.end()) ==
                              std::multiset<std::string>(right.begin(), right.end());
}

/// How values of an attribute are compared: DNs by their normalized form, others without regard to case, as
/// the matching rules of most attributes do.
struct Comparison {
  bool dn = false;
  [[nodiscard]] std::string key(const std::string& value) const {
    return dn ? normalizedDn(value) : lowerCase(value);
  }
  [[nodiscard]] bool has(const Values& values, const std::string& value) const {
    return std::any_of(values.begin(), values.end(),
                       [&](const std::string& other) { return key(other) == key(value); });
  }
};

const AttributeRule* ruleOf(const ResourceMapping& mapping, const std::string& attribute) {
  const auto found = std::find_if(mapping.rules.begin(), mapping.rules.end(), [&](const AttributeRule& rule) {
    return scim::sameName(rule.ldap, attribute);
  });
  return found == mapping.rules.end() ? nullptr : &*found;
}

/// Whether the attribute is the mapping's alone: it holds one value, which may be one that the conversion
/// cannot read. A value beside it would be refused, or be a second truth.
bool isOwned(const ResourceMapping& mapping, const AttributeRule* rule, const std::string& attribute) {
  const bool isRole = mapping.role && scim::sameName(attribute, mapping.role->ldap);
  if (rule == nullptr) return isRole || scim::sameName(attribute, markAttribute(mapping));
  if (rule->multiValued) return false;
  const Conversion& conversion = rule->conversion;
  return std::holds_alternative<BooleanText>(conversion) || std::holds_alternative<Time>(conversion) ||
         std::holds_alternative<Lookup>(conversion) || std::holds_alternative<Reference>(conversion);
}

void addDifference(std::vector<Modification>& modifications, const std::string& attribute,
                   const Comparison& comparison, const Values& before, const Values& after,
                   const Values& current) {
  // 1. What goes: values that only `before` has, in the spelling of the directory; and a value that stays
  //    or comes in another spelling, for a directory takes it as the same.
  Values removed;
  for (const std::string& value : current) {
    if (contains(after, value)) continue;
    if (comparison.has(before, value) || comparison.has(after, value)) removed.push_back(value);
  }
  // 2. What comes: values that are not there byte for byte.
  Values added;
  for (const std::string& value : after) {
    if (!contains(current, value)) added.push_back(value);
  }
  if (!removed.empty()) modifications.push_back({ModificationType::Delete, attribute, removed});
  if (!added.empty()) modifications.push_back({ModificationType::Add, attribute, added});
}

Values valuesInRdn(const ldap::Dn& dn, const std::string& attribute) {
  Values values;
  if (dn.empty()) return values;
  for (const ldap::AttributeTypeAndValue& pair : dn.rdn().pairs) {
    if (scim::sameName(pair.type, attribute)) values.push_back(pair.value);
  }
  return values;
}

}  // namespace

std::vector<Modification> modifications(const ResourceMapping& mapping, const ldap::Attributes& before,
                                        const ldap::Attributes& after, const ldap::Entry& current) {
  std::set<std::string, ldap::CaseInsensitiveLess> names;
  for (const auto& [name, values] : before) names.insert(name);
  for (const auto& [name, values] : after) names.insert(name);

  std::vector<Modification> modifications;
  for (const std::string& name : names) {
    const Values& old = valuesIn(before, name);
    const Values inRdn = valuesInRdn(current.dn, name);
    // Renaming changes the value that names the entry.
    if (scim::sameName(name, mapping.rdnAttribute) && (current.dn.empty() || !inRdn.empty())) continue;
    if (sameSet(old, valuesIn(after, name))) continue;
    Values wanted = valuesIn(after, name);
    // An entry that others named keeps the value that names it.
    std::copy_if(inRdn.begin(), inRdn.end(), std::back_inserter(wanted),
                 [&](const std::string& value) { return !contains(wanted, value); });

    const AttributeRule* rule = ruleOf(mapping, name);
    // A number once given stays with its entry.
    if (wanted.empty() && rule != nullptr && rule->allocate) continue;

    const Comparison comparison{rule != nullptr && std::holds_alternative<Reference>(rule->conversion)};
    const Values& present = current.values(name);
    if (sameSet(present, wanted)) continue;
    const bool accounted = std::all_of(present.begin(), present.end(), [&](const std::string& value) {
      return comparison.has(old, value) || comparison.has(wanted, value);
    });
    if (accounted || isOwned(mapping, rule, name)) {
      // Replace can be carried out twice, and needs no equality rule (facsimileTelephoneNumber has none).
      modifications.push_back({ModificationType::Replace, name, wanted});
    } else {
      addDifference(modifications, name, comparison, old, wanted, present);
    }
  }
  return modifications;
}

}  // namespace scim2ldap::mappings
