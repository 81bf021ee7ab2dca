#include "ldap/Subschema.h"

#include "ldap/SchemaDescription.h"

namespace scim2ldap::ldap {
namespace {

void inherit(std::string& into, const std::string& superior) {
  if (into.empty()) into = superior;
}

}  // namespace

Subschema::Subschema(const Entry& subschemaEntry) {
  std::vector<std::string> superiors;
  for (const std::string& text : subschemaEntry.values("attributeTypes")) {
    std::optional<AttributeTypeDescription> description = parseAttributeType(text);
    if (!description) continue;
    attributeTypeByName_.emplace(description->type.oid, attributeTypes_.size());
    for (const std::string& name : description->type.names)
      attributeTypeByName_.emplace(name, attributeTypes_.size());
    superiors.push_back(std::move(description->superior));
    attributeTypes_.push_back(std::move(description->type));
  }
  // Superiors may stand behind their subtypes, and be subtypes themselves: walk up for each. The number of
  // types bounds the walk, should a broken schema have a cycle.
  for (std::size_t i = 0; i < attributeTypes_.size(); ++i) {
    std::size_t current = i;
    for (std::size_t steps = 0; steps < attributeTypes_.size(); ++steps) {
      const auto superior = attributeTypeByName_.find(superiors[current]);
      if (superior == attributeTypeByName_.end()) break;
      current = superior->second;
      inherit(attributeTypes_[i].syntax, attributeTypes_[current].syntax);
      inherit(attributeTypes_[i].equality, attributeTypes_[current].equality);
      inherit(attributeTypes_[i].ordering, attributeTypes_[current].ordering);
      inherit(attributeTypes_[i].substrings, attributeTypes_[current].substrings);
    }
  }
  for (const std::string& text : subschemaEntry.values("objectClasses")) {
    std::optional<ObjectClass> objectClass = parseObjectClass(text);
    if (!objectClass) continue;
    objectClassByName_.emplace(objectClass->oid, objectClasses_.size());
    for (const std::string& name : objectClass->names)
      objectClassByName_.emplace(name, objectClasses_.size());
    objectClasses_.push_back(std::move(*objectClass));
  }
}

const AttributeType* Subschema::findAttributeType(std::string_view name) const {
  const auto found = attributeTypeByName_.find(name);
  return found == attributeTypeByName_.end() ? nullptr : &attributeTypes_[found->second];
}

const ObjectClass* Subschema::findObjectClass(std::string_view name) const {
  const auto found = objectClassByName_.find(name);
  return found == objectClassByName_.end() ? nullptr : &objectClasses_[found->second];
}

bool Subschema::isKindOf(std::string_view name, std::string_view other) const {
  const ObjectClass* wanted = findObjectClass(other);
  std::vector<const ObjectClass*> open{findObjectClass(name)};
  std::set<const ObjectClass*> seen;  // a faulty schema may go in circles
  while (wanted != nullptr && !open.empty()) {
    const ObjectClass* each = open.back();
    open.pop_back();
    if (each == wanted) return true;
    if (each == nullptr || !seen.insert(each).second) continue;
    for (const std::string& superior : each->superiors) open.push_back(findObjectClass(superior));
  }
  return false;
}

std::set<std::string, CaseInsensitiveLess> Subschema::must(const std::vector<std::string>& classes) const {
  return attributesOf(classes, &ObjectClass::must);
}

std::set<std::string, CaseInsensitiveLess> Subschema::may(const std::vector<std::string>& classes) const {
  return attributesOf(classes, &ObjectClass::may);
}

std::set<std::string, CaseInsensitiveLess> Subschema::attributesOf(
    const std::vector<std::string>& classes, std::vector<std::string> ObjectClass::* list) const {
  std::set<std::string, CaseInsensitiveLess> attributes;
  std::set<const ObjectClass*> seen;
  std::vector<std::string> pending = classes;
  while (!pending.empty()) {
    const ObjectClass* objectClass = findObjectClass(pending.back());
    pending.pop_back();
    if (objectClass == nullptr || !seen.insert(objectClass).second) continue;
    pending.insert(pending.end(), objectClass->superiors.begin(), objectClass->superiors.end());
    for (const std::string& name : objectClass->*list) {
      const AttributeType* type = findAttributeType(name);
      attributes.insert(type == nullptr || type->names.empty() ? name : type->names.front());
    }
  }
  return attributes;
}

std::vector<std::string> Subschema::attributeNames() const {
  std::vector<std::string> names;
  for (const AttributeType& type : attributeTypes_)
    names.insert(names.end(), type.names.begin(), type.names.end());
  return names;
}

std::vector<std::string> Subschema::objectClassNames() const {
  std::vector<std::string> names;
  for (const ObjectClass& objectClass : objectClasses_)
    names.insert(names.end(), objectClass.names.begin(), objectClass.names.end());
  return names;
}

}  // namespace scim2ldap::ldap
