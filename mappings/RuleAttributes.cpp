#include "mappings/RuleAttributes.h"

namespace scim2ldap::mappings {

const scim::Attribute* attributeOf(const scim::ResourceType& type, const ScimTarget& target) {
  return type.find(target.schema, target.attribute);
}

const scim::Attribute* definitionOf(const scim::ResourceType& type, const ScimTarget& target) {
  const scim::Attribute* attribute = attributeOf(type, target);
  if (attribute == nullptr || target.subAttribute.empty()) return attribute;
  return attribute->find(target.subAttribute);
}

scim::Type typeOf(const ResourceMapping& mapping, const AttributeRule& rule) {
  const scim::Attribute* definition = rule.scim ? definitionOf(mapping.type, *rule.scim) : nullptr;
  return definition == nullptr ? scim::Type::String : definition->type;
}

std::string topLevelName(const ScimTarget& target) {
  return target.schema.empty() ? target.attribute : target.schema + ':' + target.attribute;
}

bool isOf(std::string_view topLevel, const ScimTarget& target) {
  if (target.schema.empty()) return scim::sameName(topLevel, target.attribute);
  const std::size_t colon = target.schema.size();
  return topLevel.size() > colon && topLevel[colon] == ':' &&
         scim::sameName(topLevel.substr(colon + 1), target.attribute) &&
         scim::sameName(topLevel.substr(0, colon), target.schema);
}

bool isReadable(const AttributeRule& rule) {
  return rule.scim && !rule.ldap.empty();
}

std::vector<const AttributeRule*> readableRules(const ResourceMapping& mapping, std::string_view topLevel) {
  std::vector<const AttributeRule*> found;
  for (const AttributeRule& rule : mapping.rules) {
    if (isReadable(rule) && isOf(topLevel, *rule.scim)) {
      found.push_back(&rule);
    }
  }
  return found;
}

bool alwaysWrites(const AttributeRule& rule, const scim::ResourceType& type) {
  const auto isRequired = [&](const ScimTarget& target) {
    const scim::Attribute* attribute = attributeOf(type, target);
    return attribute != nullptr && attribute->required && target.subAttribute.empty();
  };
  if (rule.required || rule.allocate) return true;
  if (rule.scim && isRequired(*rule.scim)) return true;
  return (rule.value && rule.value->isTotal(isRequired)) ||
         (rule.defaultValue && rule.defaultValue->isTotal(isRequired));
}

std::string markAttribute(const ResourceMapping& mapping) {
  if (!mapping.disable) return "";
  if (const auto* mark = std::get_if<AttributeMark>(&*mapping.disable)) return mark->attribute;
  return std::holds_alternative<PpolicyLock>(*mapping.disable) ? std::string(kLockAttribute) : "";
}

}  // namespace scim2ldap::mappings
