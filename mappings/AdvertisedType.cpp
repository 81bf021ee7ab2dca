#include "mappings/AdvertisedType.h"

#include <algorithm>
#include <array>

namespace scim2ldap::mappings {
namespace {

using Rules = std::vector<const AttributeRule*>;

/// Sub-attributes that go with every mapped value. RFC 7643 §2.4
constexpr std::array<std::string_view, 4> kCompanions = {"type", "primary", "display", "$ref"};
/// What the server adds to a reference of one value, such as manager. RFC 7643 §4.3
constexpr std::array<std::string_view, 2> kOfReference = {"$ref", "displayName"};

bool isOneOf(std::string_view name, const auto& names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view n) { return scim::sameName(n, name); });
}

Rules rulesOf(const std::vector<AttributeRule>& rules, const std::string& schema,
              const std::string& attribute) {
  Rules found;
  for (const AttributeRule& rule : rules) {
    if (rule.scim && scim::sameName(rule.scim->schema, schema) &&
        scim::sameName(rule.scim->attribute, attribute)) {
      found.push_back(&rule);
    }
  }
  return found;
}

bool isAdvertised(const scim::Attribute& attribute, const scim::Attribute& sub, const Rules& rules) {
  if (attribute.multiValued && isOneOf(sub.name, kCompanions)) return true;
  return std::any_of(rules.begin(), rules.end(), [&](const AttributeRule* rule) {
    if (scim::sameName(rule->scim->subAttribute, sub.name)) return true;
    if (rule->scim->selector && scim::sameName(rule->scim->selector->subAttribute, sub.name)) return true;
    return std::holds_alternative<Reference>(rule->conversion) && isOneOf(sub.name, kOfReference);
  });
}

/// The texts that selectors compare this sub-attribute with.
std::vector<std::string> selectedValues(const Rules& rules, const std::string& subAttribute) {
  std::vector<std::string> values;
  for (const AttributeRule* rule : rules) {
    const std::optional<Selector>& selector = rule->scim->selector;
    if (!selector || !scim::sameName(selector->subAttribute, subAttribute) || !selector->value.isString())
      continue;
    const std::string& value = selector->value.asString();
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
  return values;
}

scim::Attribute pruned(scim::Attribute attribute, const Rules& rules) {
  const bool required = std::any_of(rules.begin(), rules.end(), [](const AttributeRule* rule) {
    return rule->required && rule->scim->subAttribute.empty();
  });
  attribute.required = attribute.required || required;
  const bool whole = std::any_of(rules.begin(), rules.end(),
                                 [](const AttributeRule* rule) { return rule->scim->subAttribute.empty(); });
  if (attribute.type != scim::Type::Complex || whole) return attribute;
  std::vector<scim::Attribute> kept;
  for (scim::Attribute& sub : attribute.subAttributes) {
    if (!isAdvertised(attribute, sub, rules)) continue;
    if (std::vector<std::string> values = selectedValues(rules, sub.name); !values.empty()) {
      sub.canonicalValues = std::move(values);
    }
    kept.push_back(std::move(sub));
  }
  attribute.subAttributes = std::move(kept);
  return attribute;
}

scim::Schema pruned(scim::Schema schema, const ResourceMapping& mapping, const std::string& urn) {
  std::vector<scim::Attribute> kept;
  for (scim::Attribute& attribute : schema.attributes) {
    const bool builtIn = urn.empty() && (attribute.name == "active" || attribute.name == "members" ||
                                         (attribute.name == "password" && mapping.password));
    const Rules own = rulesOf(mapping.rules, urn, attribute.name);
    if (builtIn) {
      kept.push_back(std::move(attribute));
    } else if (!own.empty()) {
      kept.push_back(pruned(std::move(attribute), own));
    }
  }
  schema.attributes = std::move(kept);
  return schema;
}

}  // namespace

scim::ResourceType advertisedType(const scim::ResourceType& whole, const ResourceMapping& mapping) {
  scim::ResourceType type{whole.name, whole.endpoint, pruned(whole.schema, mapping, ""), {}};
  for (const scim::Schema& extension : whole.extensions) {
    scim::Schema kept = pruned(extension, mapping, extension.id);
    if (!kept.attributes.empty()) type.extensions.push_back(std::move(kept));
  }
  return type;
}

void advertiseGroups(scim::ResourceType& user) {
  scim::Attribute groups = *scim::userSchema().find("groups");
  groups.returned = scim::Returned::Request;
  user.schema.attributes.push_back(std::move(groups));
}

}  // namespace scim2ldap::mappings
