#include <algorithm>

#include "mappings/MappingFileParts.h"
#include "mappings/RuleAttributes.h"
#include "mappings/Suggestion.h"
#include "scim/Error.h"

namespace scim2ldap::mappings {
namespace {

std::vector<std::string> namesOf(const std::vector<scim::Attribute>& attributes) {
  std::vector<std::string> names;
  for (const scim::Attribute& attribute : attributes) names.push_back(attribute.name);
  return names;
}

/// Names the extension in which an attribute was probably meant, or one that is spelt much the same.
std::string remedyFor(const scim::ResourceType& type, const ScimTarget& target) {
  std::vector<std::string> names;
  if (target.schema.empty()) {
    for (const scim::Schema& extension : type.extensions) {
      if (const scim::Attribute* there = extension.find(target.attribute)) {
        return "; write \"" + extension.id + ":" + there->name + "\"";
      }
    }
    names = namesOf(type.schema.attributes);
  } else if (const scim::Schema* extension = type.findExtension(target.schema)) {
    names = namesOf(extension->attributes);
  } else {
    std::vector<std::string> urns;
    for (const scim::Schema& known : type.extensions) urns.push_back(known.id);
    const std::optional<std::string> meant = nearest(target.schema, urns);
    return meant ? "; did you mean \"" + *meant + ":" + target.attribute + "\"?"
                 : "; define the schema in an [[extension]] section";
  }
  return didYouMean(target.attribute, names);
}

}  // namespace

std::optional<ScimTarget> readTarget(const Section& section, const LocatedText& text,
                                     const scim::ResourceType& type) {
  ScimTarget target;
  try {
    target = parseScimTarget(text.text);
  } catch (const scim::Error& error) {
    section.report(text.where, "\"" + text.text + "\": " + error.detail());
    return std::nullopt;
  }
  if (const std::optional<std::string> fault = resolve(target, type)) {
    section.report(text.where, *fault);
    return std::nullopt;
  }
  return target;
}

std::optional<std::string> resolve(ScimTarget& target, const scim::ResourceType& type) {
  // 1. Names as the schema spells them.
  if (scim::sameName(target.schema, type.schema.id)) target.schema.clear();
  if (const scim::Schema* extension = type.findExtension(target.schema)) target.schema = extension->id;
  const scim::Attribute* attribute = attributeOf(type, target);
  if (attribute == nullptr) {
    return "SCIM knows no attribute \"" + topLevelName(target) + "\" of a " + type.name +
           remedyFor(type, target);
  }
  target.attribute = attribute->name;

  // 2. A selector chooses one of several values by one of their sub-attributes.
  if (target.selector) {
    if (!attribute->multiValued) return "\"" + attribute->name + "\" has one value; leave the brackets out";
    const scim::Attribute* sub = attribute->find(target.selector->subAttribute);
    if (sub == nullptr) {
      return "\"" + attribute->name + "\" has no sub-attribute \"" + target.selector->subAttribute + "\"" +
             didYouMean(target.selector->subAttribute, namesOf(attribute->subAttributes));
    }
    if ((sub->type == scim::Type::Boolean) != target.selector->value.isBool()) {
      return "\"" + sub->name + "\" is compared with " +
             (sub->type == scim::Type::Boolean ? "true or false" : "a text in double quotes");
    }
    target.selector->subAttribute = sub->name;
  }

  // 3. The sub-attribute.
  if (target.subAttribute.empty()) return std::nullopt;
  const scim::Attribute* sub = attribute->find(target.subAttribute);
  if (sub == nullptr) {
    return "\"" + attribute->name + "\" has no sub-attribute \"" + target.subAttribute + "\"" +
           didYouMean(target.subAttribute, namesOf(attribute->subAttributes));
  }
  target.subAttribute = sub->name;
  return std::nullopt;
}

}  // namespace scim2ldap::mappings
