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

/// Sets the value, unless the resource has one there.
void put(Json& resource, const mappings::ResourceMapping& mapping, const ScimTarget& target, Json value) {
  if (value.isNull() || !mappings::valuesAt(resource, target).empty()) return;
  const scim::Attribute* attribute = mappings::attributeOf(mapping.type, target);
  Json& holder = mappings::holderOf(resource, target.schema);
  Json element = std::move(value);
  if (!target.subAttribute.empty()) {
    Json* complex = holder.find(target.attribute);
    const bool isObject = complex != nullptr && complex->isObject();
    Json object = isObject ? *complex : Json::object();
    if (target.selector) object.set(target.selector->subAttribute, target.selector->value);
    object.set(target.subAttribute, std::move(element));
    element = std::move(object);
  }
  if (attribute == nullptr || !attribute->multiValued) {
    holder.set(target.attribute, std::move(element));
    return;
  }
  Json* values = holder.find(target.attribute);
  if (values == nullptr) values = &holder.set(target.attribute, Json::array());
  values->asArray().push_back(std::move(element));
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
