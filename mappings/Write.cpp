#include <algorithm>
#include <set>

#include "mappings/ResourcePart.h"
#include "mappings/RuleAttributes.h"
#include "mappings/TextCase.h"
#include "mappings/Translation.h"
#include "mappings/ValueConversion.h"
#include "scim/Error.h"

namespace scim2ldap::mappings {
namespace {

using scim::Json;

/// What a rule's value comes from: the resource, the template, the default, the counter, in this order.
std::vector<std::string> valuesOf(const ResourceMapping& mapping, const AttributeRule& rule,
                                  const Json& resource, const WriteInputs& inputs) {
  std::vector<std::string> values;
  std::set<std::string> seen;
  const auto take = [&](const Json& value) {
    const std::string name = rule.scim ? toString(*rule.scim) : rule.ldap;
    std::optional<std::string> converted =
        toLdap(rule.conversion, typeOf(mapping, rule), value, name, inputs);
    // A directory takes values that its matching rule finds equal only once; most rules ignore case.
    if (converted && !converted->empty() && seen.insert(lowerCase(*converted)).second) {
      values.push_back(std::move(*converted));
    }
  };
  const auto takeText = [&](const std::optional<Template>& text) {
    if (!text) return;
    if (const std::optional<std::string> value = text->evaluate(resource)) take(Json(*value));
  };

  if (rule.scim) {
    for (const Json& value : storedValues(rule, resource)) take(value);
  } else {
    takeText(rule.value);
  }
  if (values.empty()) takeText(rule.defaultValue);
  if (values.empty() && rule.allocate) {
    if (const auto number = inputs.numbers.find(rule.ldap); number != inputs.numbers.end()) {
      values.push_back(number->second);
    }
  }
  return values;
}

bool isInactive(const Json& resource) {
  const Json* active = resource.find("active");
  return active != nullptr && active->isBool() && !active->asBool();
}

void addMark(const ResourceMapping& mapping, const Json& resource, ldap::Attributes& attributes) {
  if (!mapping.disable) return;
  const bool inactive = isInactive(resource);
  if (const auto* mark = std::get_if<AttributeMark>(&*mapping.disable)) {
    if (inactive) attributes[mark->attribute] = {mark->disabled};
    if (!inactive && mark->enabled) attributes[mark->attribute] = {*mark->enabled};
  } else if (inactive && std::holds_alternative<PpolicyLock>(*mapping.disable)) {
    attributes[std::string(kLockAttribute)] = {std::string(kLockedForEver)};
  }
}

void addMembers(const ResourceMapping& mapping, const Json& resource, const WriteInputs& inputs,
                ldap::Attributes& attributes) {
  if (!mapping.members) return;
  std::vector<std::string> members;
  for (const Json& id : valuesAt(resource, ScimTarget{"", "members", std::nullopt, "value"})) {
    const auto dn = id.isString() ? inputs.dnOfId.find(id.asString()) : inputs.dnOfId.end();
    if (dn == inputs.dnOfId.end()) continue;
    std::string value = memberValue(*mapping.members, ldap::Dn::parse(dn->second));
    if (std::find(members.begin(), members.end(), value) == members.end())
      members.push_back(std::move(value));
  }
  if (members.empty() && mapping.members->placeholder) {
    members.push_back(mapping.members->placeholder->toString());
  }
  if (!members.empty()) attributes[mapping.members->attribute] = std::move(members);
}

}  // namespace

void checkRequiredRules(const ResourceMapping& mapping, const Json& resource) {
  for (const AttributeRule& rule : mapping.rules) {
    if (!rule.required || !rule.scim || !storedValues(rule, resource).empty()) continue;
    throw scim::Error(400, scim::ScimType::InvalidValue,
                      toString(*rule.scim) + " is required by this service's mapping, and has no value");
  }
}

std::vector<std::string> referencedIds(const ResourceMapping& mapping, const Json& resource) {
  std::vector<std::string> ids;
  for (const AttributeRule& rule : mapping.rules) {
    if (!rule.scim || !std::holds_alternative<Reference>(rule.conversion)) continue;
    for (const Json& id : storedValues(rule, resource)) {
      if (!id.isString() || std::find(ids.begin(), ids.end(), id.asString()) != ids.end()) continue;
      ids.push_back(id.asString());
    }
  }
  return ids;
}

std::vector<std::string> referenceAttributes(const ResourceMapping& mapping) {
  std::vector<std::string> attributes;
  for (const AttributeRule& rule : mapping.rules) {
    if (!rule.ldap.empty() && std::holds_alternative<Reference>(rule.conversion))
      attributes.push_back(rule.ldap);
  }
  return attributes;
}

ldap::Attributes toAttributes(const ResourceMapping& mapping, const Json& resource, const WriteInputs& inputs,
                              bool creating) {
  ldap::Attributes attributes;
  for (const AttributeRule& rule : mapping.rules) {
    if (rule.ldap.empty() || (rule.apply == Apply::Create && !creating)) continue;
    std::vector<std::string> values = valuesOf(mapping, rule, resource, inputs);
    if (!values.empty()) attributes[rule.ldap] = std::move(values);
  }
  addMark(mapping, resource, attributes);
  if (mapping.role && !mapping.role->ldap.empty() && !inputs.role.empty())
    attributes[mapping.role->ldap] = {inputs.role};
  return attributes;
}

std::vector<std::string> namingValues(const ResourceMapping& mapping, const Json& resource,
                                      const WriteInputs& inputs) {
  return valuesOf(mapping, mapping.rdnRule(), resource, inputs);
}

ldap::Rdn rdnFor(const ResourceMapping& mapping, const ldap::Attributes& attributes) {
  const auto naming = attributes.find(mapping.rdnAttribute);
  if (naming == attributes.end() || naming->second.empty()) {
    throw scim::Error(
        400, scim::ScimType::InvalidValue,
        scimNameOf(mapping, mapping.rdnAttribute) + " has no value, and the entry is named by it");
  }
  return ldap::Rdn{{{mapping.rdnAttribute, naming->second.front()}}};
}

ldap::Dn containerFor(const ResourceMapping& mapping, const Json& resource) {
  if (mapping.disable && isInactive(resource)) {
    if (const auto* move = std::get_if<BranchMove>(&*mapping.disable)) return move->container;
  }
  return mapping.container;
}

ldap::Entry newEntry(const ResourceMapping& mapping, const Json& resource, const WriteInputs& inputs) {
  ldap::Attributes attributes = toAttributes(mapping, resource, inputs, true);
  const ldap::Dn dn = containerFor(mapping, resource).child(rdnFor(mapping, attributes));
  attributes["objectClass"] = mapping.objectClasses;
  addMembers(mapping, resource, inputs, attributes);
  return ldap::Entry{dn, std::move(attributes)};
}

std::string memberValue(const MembersRule& rule, const ldap::Dn& member) {
  return rule.value == MemberValue::Dn ? member.toString() : member.rdn().pairs.front().value;
}

std::string scimNameOf(const ResourceMapping& mapping, const std::string& ldapAttribute) {
  for (const AttributeRule& rule : mapping.rules) {
    if (rule.scim && scim::sameName(rule.ldap, ldapAttribute)) return toString(*rule.scim);
  }
  if (!ldapAttribute.empty() && scim::sameName(markAttribute(mapping), ldapAttribute)) return "active";
  if (mapping.members && scim::sameName(mapping.members->attribute, ldapAttribute)) return "members";
  if (mapping.role && !ldapAttribute.empty() && scim::sameName(mapping.role->ldap, ldapAttribute))
    return "roles";
  return ldapAttribute;
}

}  // namespace scim2ldap::mappings
