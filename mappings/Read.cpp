#include <algorithm>

#include "mappings/OriginalValues.h"
#include "mappings/ResourcePart.h"
#include "mappings/RuleAttributes.h"
#include "mappings/TextCase.h"
#include "mappings/Translation.h"
#include "mappings/ValueConversion.h"

namespace scim2ldap::mappings {
namespace {

using scim::Json;

/// The values a rule may read, the one that names the entry first.
std::vector<std::string> readableValues(const ResourceMapping& mapping, const AttributeRule& rule,
                                        const ldap::Entry& entry) {
  std::vector<std::string> values = entry.values(rule.ldap);
  if (!scim::sameName(rule.ldap, mapping.rdnAttribute) || entry.dn.empty()) return values;
  for (const ldap::AttributeTypeAndValue& naming : entry.dn.rdn().pairs) {
    if (!scim::sameName(naming.type, rule.ldap)) continue;
    std::stable_partition(values.begin(), values.end(), [&](const std::string& value) {
      return lowerCase(value) == lowerCase(naming.value);
    });
  }
  return values;
}

/// The array of a multi-valued attribute in the resource, made when there is none.
Json::Array& arrayAt(Json& resource, const ScimTarget& target) {
  Json& holder = holderOf(resource, target.schema);
  Json* attribute = holder.find(target.attribute);
  return (attribute != nullptr ? *attribute : holder.set(target.attribute, Json::array())).asArray();
}

/// The complex value that the rule's sub-attribute belongs to: the element that the selector chooses, a new
/// element, or the attribute itself.
Json& complexAt(Json& resource, const ScimTarget& target, bool isArray) {
  if (!isArray) {
    Json& holder = holderOf(resource, target.schema);
    Json* attribute = holder.find(target.attribute);
    return attribute != nullptr ? *attribute : holder.set(target.attribute, Json::object());
  }
  return arrayAt(resource, target).emplace_back(Json::object());
}

Json& elementAt(Json& resource, const ScimTarget& target) {
  Json::Array& elements = arrayAt(resource, target);
  const auto found = std::find_if(elements.begin(), elements.end(),
                                  [&](const Json& element) { return selects(target, element); });
  if (found != elements.end()) return *found;
  Json& element = elements.emplace_back(Json::object());
  element.set(target.selector->subAttribute, target.selector->value);
  return element;
}

/// The name of a referenced resource: `displayName` of a manager, `display` of a value.
void addDisplay(Json& complex, const scim::Attribute& attribute, const ReferencedResource* resource) {
  if (resource == nullptr || resource->display.empty()) return;
  for (const std::string_view name : {"displayName", "display"}) {
    if (attribute.find(name) != nullptr) {
      complex.set(name, resource->display);
      return;
    }
  }
}

void place(Json& resource, const AttributeRule& rule, const scim::Attribute& attribute, Json value,
           bool first, const ReferencedResource* referencedResource) {
  const ScimTarget& target = *rule.scim;
  if (target.subAttribute.empty()) {
    if (attribute.multiValued) {
      arrayAt(resource, target).push_back(std::move(value));
    } else {
      holderOf(resource, target.schema).set(target.attribute, std::move(value));
    }
    return;
  }
  // Several values behind one selector are elements of their own.
  const bool ownElement = attribute.multiValued && (!target.selector || (rule.multiValued && !first));
  Json& complex = attribute.multiValued && !ownElement ? elementAt(resource, target)
                                                       : complexAt(resource, target, attribute.multiValued);
  if (ownElement && target.selector) complex.set(target.selector->subAttribute, target.selector->value);
  complex.set(target.subAttribute, std::move(value));
  if (rule.primary && first) complex.set("primary", true);
  addDisplay(complex, attribute, referencedResource);
}

void readRule(const ResourceMapping& mapping, const AttributeRule& rule, const ldap::Entry& entry,
              const ReadInputs& inputs, Json& resource) {
  const std::vector<std::string> values = readableValues(mapping, rule, entry);
  if (values.empty()) return;
  const scim::Attribute* attribute = attributeOf(mapping.type, *rule.scim);
  const scim::Type type = typeOf(mapping, rule);
  const bool isReference = std::holds_alternative<Reference>(rule.conversion);
  bool first = true;
  for (const std::string& value : values) {
    std::optional<Json> read = toScim(rule.conversion, type, value, inputs);
    if (!read) continue;
    place(resource, rule, *attribute, std::move(*read), first,
          isReference ? referenced(value, inputs) : nullptr);
    first = false;
    if (!rule.multiValued) return;
  }
}

bool isActive(const ResourceMapping& mapping, const ldap::Entry& entry) {
  if (const auto* move = std::get_if<BranchMove>(&*mapping.disable))
    return !entry.dn.isWithin(move->container);
  const auto* mark = std::get_if<AttributeMark>(&*mapping.disable);
  const std::string disabled = mark != nullptr ? mark->disabled : std::string(kLockedForEver);
  const std::vector<std::string>& values = entry.values(markAttribute(mapping));
  return std::none_of(values.begin(), values.end(),
                      [&](const std::string& value) { return scim::sameName(value, disabled); });
}

/// The element that what was kept belongs to: the one that the same rule chooses.
Json* counterpart(const ResourceMapping& mapping, const std::string& name, Json::Array& elements,
                  const Json& kept) {
  for (const AttributeRule& rule : mapping.rules) {
    if (!rule.scim || !rule.ldap.empty() || !rule.scim->selector || !isOf(name, *rule.scim)) continue;
    if (!selects(*rule.scim, kept)) continue;
    const auto found = std::find_if(elements.begin(), elements.end(),
                                    [&](const Json& element) { return selects(*rule.scim, element); });
    if (found != elements.end()) return &*found;
  }
  return nullptr;
}

void addMembersOf(Json& complex, const Json& kept) {
  for (const Json::Member& member : kept.asObject()) {
    if (complex.find(member.name) == nullptr) complex.set(member.name, member.value);
  }
}

/// Puts what the side table kept beside what the directory gave.
void mergeKept(const ResourceMapping& mapping, const Json& kept, Json& resource) {
  if (!kept.isObject()) return;
  for (const std::string& name : topLevelNames(kept)) {
    const bool isMapped = std::any_of(
        mapping.rules.begin(), mapping.rules.end(),
        [&](const AttributeRule& rule) { return rule.scim && rule.ldap.empty() && isOf(name, *rule.scim); });
    if (!isMapped) continue;
    const Json& value = *findTopLevel(kept, name);
    const Json* there = findTopLevel(resource, name);
    Json merged = there == nullptr ? Json() : *there;
    if (merged.isObject() && value.isObject()) {
      addMembersOf(merged, value);
    } else if (merged.isArray() && value.isArray()) {
      for (const Json& element : value.asArray()) {
        Json* same = counterpart(mapping, name, merged.asArray(), element);
        if (same != nullptr) {
          addMembersOf(*same, element);
        } else {
          merged.asArray().push_back(element);
        }
      }
    } else {
      merged = value;
    }
    setTopLevel(resource, name, std::move(merged));
  }
}

}  // namespace

Json toResource(const ResourceMapping& mapping, const ldap::Entry& entry, const ReadInputs& inputs) {
  Json resource = Json::object();
  for (const AttributeRule& rule : mapping.rules) {
    if (isReadable(rule)) readRule(mapping, rule, entry, inputs, resource);
  }
  if (inputs.kept != nullptr) mergeKept(mapping, *inputs.kept, resource);
  if (inputs.originals != nullptr) restoreOriginals(mapping, entry, *inputs.originals, resource);
  if (mapping.disable) resource.set("active", isActive(mapping, entry));
  return resource;
}

std::vector<ldap::Dn> referencedDns(const ResourceMapping& mapping, const ldap::Entry& entry) {
  std::vector<ldap::Dn> dns;
  for (const std::string& attribute : referenceAttributes(mapping)) {
    for (const std::string& value : entry.values(attribute)) {
      const std::optional<ldap::Dn> dn = dnIn(value);
      if (dn && std::find(dns.begin(), dns.end(), *dn) == dns.end()) dns.push_back(*dn);
    }
  }
  return dns;
}

std::vector<std::string> attributesToRead(const ResourceMapping& mapping) {
  std::vector<std::string> names{"objectClass"};
  const auto add = [&](const std::string& name) {
    const bool known = std::any_of(names.begin(), names.end(),
                                   [&](const std::string& other) { return scim::sameName(other, name); });
    if (!name.empty() && !known) names.push_back(name);
  };
  for (const AttributeRule& rule : mapping.rules) add(rule.ldap);
  add(mapping.rdnAttribute);
  add(markAttribute(mapping));
  if (mapping.role) add(mapping.role->ldap);
  return names;
}

}  // namespace scim2ldap::mappings
