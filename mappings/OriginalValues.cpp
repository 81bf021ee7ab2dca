#include "mappings/OriginalValues.h"

#include <algorithm>
#include <array>

#include "mappings/ResourcePart.h"
#include "mappings/RuleAttributes.h"
#include "mappings/ValueConversion.h"

namespace scim2ldap::mappings {
namespace {

using scim::Json;
using Rules = std::vector<const AttributeRule*>;

/// Attributes that have no original: the server's, the side table's, the members, and the disable mark.
constexpr std::array<std::string_view, 6> kWithout = {"id",      "externalId", "meta",
                                                      "schemas", "members",    "active"};

bool hasNoOriginal(std::string_view name) {
  return std::any_of(kWithout.begin(), kWithout.end(), [&](auto n) { return scim::sameName(n, name); });
}

/// The values of the LDAP attributes that these rules write.
ldap::Attributes storedBy(const Rules& rules, const ldap::Entry& entry) {
  ldap::Attributes stored;
  for (const AttributeRule* rule : rules) {
    if (entry.has(rule->ldap)) stored[rule->ldap] = entry.values(rule->ldap);
  }
  return stored;
}

/// Values in no order; servers print DNs their own way.
std::vector<std::string> comparable(const Rules& rules, const std::string& attribute,
                                    std::vector<std::string> values) {
  const bool isReference = std::any_of(rules.begin(), rules.end(), [&](const AttributeRule* rule) {
    return scim::sameName(rule->ldap, attribute) && std::holds_alternative<Reference>(rule->conversion);
  });
  if (isReference) std::transform(values.begin(), values.end(), values.begin(), normalizedDn);
  std::sort(values.begin(), values.end());
  return values;
}

bool sameStored(const Rules& rules, const ldap::Attributes& left, const ldap::Attributes& right) {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(), [&](const auto& a, const auto& b) {
           return scim::sameName(a.first, b.first) &&
                  comparable(rules, a.first, a.second) == comparable(rules, b.first, b.second);
         });
}

/// Whether the directory holds all that the rules would write: a reference may be missing, and a rule for
/// creation no longer writes.
bool isFullyWritten(const ResourceMapping& mapping, const Rules& rules, const Json& resource,
                    const ldap::Entry& entry) {
  for (const AttributeRule* rule : rules) {
    const std::vector<Json> values = storedValues(*rule, resource);
    const bool isReference = std::holds_alternative<Reference>(rule->conversion);
    if (isReference && entry.values(rule->ldap).size() < values.size()) return false;
    if (isReference || rule->apply != Apply::Create) continue;
    for (const Json& value : values) {
      const auto converted = toLdap(rule->conversion, typeOf(mapping, *rule), value, rule->ldap, {});
      const std::vector<std::string>& stored = entry.values(rule->ldap);
      if (converted && std::find(stored.begin(), stored.end(), *converted) == stored.end()) return false;
    }
  }
  return true;
}

}  // namespace

void restoreOriginals(const ResourceMapping& mapping, const ldap::Entry& entry, const Originals& originals,
                      Json& resource) {
  for (const Original& original : originals) {
    const Rules rules = readableRules(mapping, original.attribute);
    if (rules.empty() || !sameStored(rules, original.stored, storedBy(rules, entry))) continue;
    if (original.sent.isNull()) {
      eraseTopLevel(resource, original.attribute);
    } else {
      setTopLevel(resource, original.attribute, original.sent);
    }
  }
}

Originals originalsFor(const ResourceMapping& mapping, const Json& resource, const ldap::Entry& entry,
                       const ReadInputs& references) {
  const Json sent = mappedPart(mapping, resource);
  const Json kept = keptPart(mapping, resource);
  // A referenced resource's name is the server's to tell, never something that was sent.
  ReadInputs inputs{references.ofDn, nullptr, &kept};
  for (auto& [dn, referenced] : inputs.ofDn) referenced.display.clear();
  const Json given = toResource(mapping, entry, inputs);

  std::vector<std::string> names = topLevelNames(sent);
  for (const std::string& name : topLevelNames(given)) {
    if (findTopLevel(sent, name) == nullptr) names.push_back(name);
  }
  Originals originals;
  for (const std::string& name : names) {
    const Json* wanted = findTopLevel(sent, name);
    const Json* there = findTopLevel(given, name);
    if (wanted != nullptr && there != nullptr && *wanted == *there) continue;
    const Rules rules = readableRules(mapping, name);
    if (rules.empty() || hasNoOriginal(name)) continue;
    if (!isFullyWritten(mapping, rules, sent, entry)) continue;
    originals.push_back({name, wanted == nullptr ? Json() : *wanted, storedBy(rules, entry)});
  }
  return originals;
}

}  // namespace scim2ldap::mappings
