#include "mappings/ResourcePart.h"

#include <algorithm>
#include <array>
#include <functional>

#include "mappings/RuleAttributes.h"
#include "mappings/Translation.h"

namespace scim2ldap::mappings {
namespace {

using scim::Json;
using Rules = std::vector<const AttributeRule*>;

/// Sub-attributes that belong to every value of a multi-valued attribute. RFC 7643 §2.4
constexpr std::array<std::string_view, 3> kCompanions = {"type", "primary", "display"};

/// Attributes that stand beside the mapping: the server's, the side table's, and the members.
constexpr std::array<std::string_view, 6> kUntouched = {"id",      "externalId", "meta",
                                                        "schemas", "members",    "password"};

bool isOneOf(std::string_view name, const auto& names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view n) { return scim::sameName(n, name); });
}

bool isUrn(std::string_view name) {
  return name.find(':') != std::string_view::npos;
}

bool takesWhole(const Rules& rules) {
  return std::any_of(rules.begin(), rules.end(), [](const AttributeRule* rule) {
    return rule->scim->subAttribute.empty() && !rule->scim->selector;
  });
}

/// The members of a complex value that rules name.
Json mappedSubAttributes(const Rules& rules, const Json& complex) {
  Json part = Json::object();
  for (const AttributeRule* rule : rules) {
    const Json* value = complex.find(rule->scim->subAttribute);
    if (value != nullptr && !value->isUnassigned()) part.set(rule->scim->subAttribute, *value);
  }
  return part;
}

Json elementPart(const Rules& rules, const Json& element) {
  if (takesWhole(rules)) return element;
  Json part = mappedSubAttributes(rules, element);
  if (part.asObject().empty()) return part;
  for (const Json::Member& member : element.asObject()) {
    if (isOneOf(member.name, kCompanions)) part.set(member.name, member.value);
  }
  for (const AttributeRule* rule : rules) {
    if (rule->scim->selector) part.set(rule->scim->selector->subAttribute, rule->scim->selector->value);
  }
  return part;
}

Json arrayPart(const Rules& rules, const Json::Array& elements) {
  Json::Array part;
  for (const Json& element : elements) {
    Rules holding;
    for (const AttributeRule* rule : rules) {
      const bool whole = rule->ldap.empty() && takesWhole({rule});
      const bool all = rule->multiValued || whole;
      if (all ? selects(*rule->scim, element) : chosenElement(elements, *rule->scim) == &element) {
        holding.push_back(rule);
      }
    }
    if (holding.empty()) continue;
    if (!element.isObject()) {
      part.push_back(element);
    } else if (Json kept = elementPart(holding, element); !kept.asObject().empty()) {
      part.push_back(std::move(kept));
    }
  }
  return Json(std::move(part));
}

Json attributePart(const Rules& rules, const Json& value) {
  if (value.isArray()) return arrayPart(rules, value.asArray());
  if (takesWhole(rules)) return value;
  return value.isObject() ? mappedSubAttributes(rules, value) : value;
}

bool isEmpty(const Json& value) {
  return value.isUnassigned() || (value.isObject() && value.asObject().empty());
}

Json partOf(const ResourceMapping& mapping, const Json& resource,
            const std::function<bool(const AttributeRule&)>& isWanted) {
  Json part = Json::object();
  const auto take = [&](std::string_view schema, const Json::Member& attribute) {
    Rules rules;
    for (const AttributeRule& rule : mapping.rules) {
      const bool isOfIt = rule.scim && scim::sameName(rule.scim->attribute, attribute.name) &&
                          scim::sameName(rule.scim->schema, schema);
      if (isOfIt && isWanted(rule)) rules.push_back(&rule);
    }
    if (rules.empty()) return;
    const ScimTarget& target = *rules.front()->scim;
    Json value = attributePart(rules, attribute.value);
    if (!isEmpty(value)) holderOf(part, target.schema).set(target.attribute, std::move(value));
  };
  for (const Json::Member& member : resource.asObject()) {
    if (!isUrn(member.name) || !member.value.isObject()) {
      take("", member);
      continue;
    }
    for (const Json::Member& inner : member.value.asObject()) take(member.name, inner);
  }
  return part;
}

}  // namespace

const Json* chosenElement(const Json::Array& elements, const ScimTarget& target) {
  const Json* first = nullptr;
  for (const Json& element : elements) {
    if (!selects(target, element)) continue;
    const Json* primary = element.find("primary");
    if (primary != nullptr && primary->isBool() && primary->asBool()) return &element;
    if (first == nullptr) first = &element;
  }
  return first;
}

std::vector<Json> storedValues(const AttributeRule& rule, const Json& resource) {
  if (rule.multiValued) return valuesAt(resource, *rule.scim);
  const Json* holder = rule.scim->schema.empty() ? &resource : resource.find(rule.scim->schema);
  const Json* attribute = holder == nullptr ? nullptr : holder->find(rule.scim->attribute);
  if (attribute == nullptr || !attribute->isArray()) return valuesAt(resource, *rule.scim);
  const Json* element = chosenElement(attribute->asArray(), *rule.scim);
  if (element == nullptr) return {};
  const Json* value = rule.scim->subAttribute.empty() ? element : element->find(rule.scim->subAttribute);
  return value == nullptr || value->isUnassigned() ? std::vector<Json>{} : std::vector<Json>{*value};
}

Json& holderOf(Json& resource, const std::string& schema) {
  if (schema.empty()) return resource;
  if (Json* extension = resource.find(schema)) return *extension;
  return resource.set(schema, Json::object());
}

const Json* findTopLevel(const Json& resource, const std::string& name) {
  const std::size_t colon = name.rfind(':');
  if (colon == std::string::npos) return resource.find(name);
  const Json* extension = resource.find(name.substr(0, colon));
  return extension == nullptr ? nullptr : extension->find(name.substr(colon + 1));
}

void setTopLevel(Json& resource, const std::string& name, Json value) {
  const std::size_t colon = name.rfind(':');
  if (colon == std::string::npos) {
    resource.set(name, std::move(value));
  } else {
    holderOf(resource, name.substr(0, colon)).set(name.substr(colon + 1), std::move(value));
  }
}

void eraseTopLevel(Json& resource, const std::string& name) {
  const std::size_t colon = name.rfind(':');
  if (colon == std::string::npos) {
    resource.erase(name);
    return;
  }
  const std::string urn = name.substr(0, colon);
  Json* extension = resource.find(urn);
  if (extension == nullptr) return;
  extension->erase(name.substr(colon + 1));
  if (isEmpty(*extension)) resource.erase(urn);
}

std::vector<std::string> topLevelNames(const Json& resource) {
  std::vector<std::string> names;
  for (const Json::Member& member : resource.asObject()) {
    if (!isUrn(member.name) || !member.value.isObject()) {
      names.push_back(member.name);
      continue;
    }
    for (const Json::Member& inner : member.value.asObject()) names.push_back(member.name + ':' + inner.name);
  }
  return names;
}

Json mappedPart(const ResourceMapping& mapping, const Json& resource) {
  Json part = partOf(mapping, resource, [](const AttributeRule&) { return true; });
  for (const Json::Member& member : resource.asObject()) {
    const bool isActive = mapping.disable && scim::sameName(member.name, "active");
    if (isActive || isOneOf(member.name, kUntouched)) part.set(member.name, member.value);
  }
  return part;
}

Json keptPart(const ResourceMapping& mapping, const Json& resource) {
  return partOf(mapping, resource, [](const AttributeRule& rule) { return rule.ldap.empty(); });
}

}  // namespace scim2ldap::mappings
