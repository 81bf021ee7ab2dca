#include "connector/provisioning/SampleResource.h"

#include <algorithm>

#include "mappings/ResourcePart.h"
#include "mappings/RuleAttributes.h"

namespace scim2ldap::connector {
namespace {

using mappings::AttributeRule;
using mappings::ScimTarget;
using scim::Json;

/// A value of the right form; null for a reference, since it needs an entry that stands.
Json sampleValue(const mappings::ResourceMapping& mapping, const ScimTarget& target,
                 const std::string& name) {
  if (const AttributeRule* rule = mapping.find(target)) {
    if (std::holds_alternative<mappings::Reference>(rule->conversion)) return {};
    const auto* lookup = std::get_if<mappings::Lookup>(&rule->conversion);
    if (lookup != nullptr && !lookup->pairs.empty()) return lookup->pairs.front().first;
  }
  const scim::Attribute* definition = mappings::definitionOf(mapping.type, target);
  if (definition == nullptr) return name;
  switch (definition->type) {
    case scim::Type::Boolean:
      return true;
    case scim::Type::Integer:
      return 1;
    case scim::Type::Decimal:
      return 1.5;
    case scim::Type::DateTime:
      return "2020-01-01T00:00:00Z";
    case scim::Type::Binary:
      return "AAAA";
    case scim::Type::Reference:
      return "https://example.invalid/" + name;
    case scim::Type::String:
    case scim::Type::Complex:
      break;
  }
  if (!definition->canonicalValues.empty()) return definition->canonicalValues.front();
  if (scim::sameName(target.attribute, "emails")) return name + "@example.invalid";
  if (scim::sameName(target.attribute, "phoneNumbers")) return "+1 555 0100";
  return name;
}

/// The value that a target without a sub-attribute stands for is the complex value's `value`.
void setIn(Json& complex, const ScimTarget& target, Json value) {
  if (target.selector) complex.set(target.selector->subAttribute, target.selector->value);
  complex.set(target.subAttribute.empty() ? "value" : target.subAttribute, std::move(value));
}

/// Sets the value, unless the resource has one there.
void put(Json& resource, const mappings::ResourceMapping& mapping, const ScimTarget& target, Json value) {
  if (value.isNull() || !mappings::valuesAt(resource, target).empty()) return;
  const scim::Attribute& attribute = *mappings::attributeOf(mapping.type, target);
  Json& holder = mappings::holderOf(resource, target.schema);
  Json* present = holder.find(target.attribute);
  if (!attribute.multiValued) {
    if (attribute.type != scim::Type::Complex) {
      holder.set(target.attribute, std::move(value));
    } else {
      setIn(present != nullptr ? *present : holder.set(target.attribute, Json::object()), target,
            std::move(value));
    }
    return;
  }
  Json::Array& values =
      (present != nullptr ? *present : holder.set(target.attribute, Json::array())).asArray();
  if (attribute.type != scim::Type::Complex) {
    values.push_back(std::move(value));
    return;
  }
  // The parts of one address belong together.
  auto element = std::find_if(values.begin(), values.end(),
                              [&](const Json& each) { return mappings::selects(target, each); });
  if (element == values.end()) element = values.insert(values.end(), Json::object());
  setIn(*element, target, std::move(value));
}

}  // namespace

Json sampleResource(const mappings::ResourceMapping& mapping, const std::string& name) {
  Json resource = Json::object();
  const auto give = [&](const ScimTarget& target) {
    if (mappings::attributeOf(mapping.type, target) == nullptr) return;
    put(resource, mapping, target, sampleValue(mapping, target, name));
  };
  give({"", "userName", std::nullopt, ""});
  give({"", "displayName", std::nullopt, ""});
  give({"", "active", std::nullopt, ""});
  for (const AttributeRule& rule : mapping.rules) {
    const bool names = scim::sameName(rule.ldap, mapping.rdnAttribute);
    if (rule.scim && (rule.required || names)) give(*rule.scim);
    for (const std::optional<mappings::Template>* text : {&rule.value, &rule.defaultValue}) {
      if (!*text) continue;
      for (const ScimTarget& source : (*text)->sources()) give(source);
    }
  }
  return resource;
}

}  // namespace scim2ldap::connector
