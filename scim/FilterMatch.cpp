#include "scim/FilterMatch.h"

#include <algorithm>
#include <vector>

#include "scim/AttributeLocation.h"
#include "scim/Error.h"
#include "scim/FilterComparison.h"

namespace scim2ldap::scim {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& what) {
  throw Error(400, ScimType::InvalidFilter, "\"" + path + "\" " + what);
}

/// What a path in a filter names: a definition, and the values that are there. nullptr: not assigned.
struct Operand {
  const Attribute* attribute;
  std::vector<const Json*> values;
};

/// The values of a sub-attribute in each of the given complex values.
Operand descend(const Operand& parent, const Attribute& subAttribute) {
  static const Json kFalse(false);
  Operand operand{&subAttribute, {}};
  for (const Json* value : parent.values) {
    const Json* part = value == nullptr ? nullptr : value->find(subAttribute.name);
    // "If not specified, the value of "primary" SHALL be assumed to be "false"" (RFC 7643 §2.4)
    if (part == nullptr && value != nullptr && subAttribute.type == Type::Boolean &&
        sameName(subAttribute.name, "primary")) {
      part = &kFalse;
    }
    operand.values.push_back(part);
  }
  return operand;
}

/// The values of an attribute: the elements of a list, else the value itself.
std::vector<const Json*> elementsOf(const Json* value) {
  if (value == nullptr || value->isUnassigned()) return {nullptr};
  if (!value->isArray()) return {value};
  std::vector<const Json*> elements;
  for (const Json& element : value->asArray()) elements.push_back(&element);
  return elements;
}

/// Names stand for attributes of a resource.
class ResourceScope {
 public:
  ResourceScope(const ResourceType& type, const Json& resource) : type_(type), resource_(resource) {}

  [[nodiscard]] Operand find(const AttributePath& path) const {
    const auto location = locate(type_, path, Unqualified::CoreThenExtensions);
    if (!location || location->attribute == nullptr) {
      fail(toString(path), "is not an attribute of " + type_.name);
    }
    // Comparing would tell what reading may not.
    if (location->attribute->returned == Returned::Never ||
        (location->subAttribute != nullptr && location->subAttribute->returned == Returned::Never)) {
      fail(toString(path), "is never returned and cannot be filtered by");
    }
    const Operand whole{location->attribute, elementsOf(valueAt(resource_, *location))};
    return location->subAttribute == nullptr ? whole : descend(whole, *location->subAttribute);
  }

 private:
  const ResourceType& type_;
  const Json& resource_;
};

/// Names stand for sub-attributes of one element; "value" also for the element of a simple attribute.
class ElementScope {
 public:
  ElementScope(const Attribute& attribute, const Json* element) : attribute_(attribute), element_(element) {}

  [[nodiscard]] Operand find(const AttributePath& path) const {
    const Operand whole{&attribute_, {element_}};
    if (path.schema.empty() && path.subAttribute.empty()) {
      if (attribute_.type != Type::Complex && sameName(path.name, "value")) return whole;
      if (const Attribute* subAttribute = attribute_.find(path.name)) return descend(whole, *subAttribute);
    }
    fail(toString(path), "is not a sub-attribute of \"" + attribute_.name + "\"");
  }

 private:
  const Attribute& attribute_;
  const Json* element_;
};

bool isPresent(const Json* value) {
  if (value == nullptr || value->isUnassigned()) return false;
  if (value->isString()) return !value->asString().empty();
  if (!value->isObject()) return true;
  const auto& members = value->asObject();
  return std::any_of(members.begin(), members.end(),
                     [](const Json::Member& member) { return isPresent(&member.value); });
}

/// Evaluates a filter. Every part is evaluated, also where the outcome is already clear: a fault in the
/// filter shows whatever the resource holds.
template <typename Scope>
class Evaluator {
 public:
  explicit Evaluator(Scope scope) : scope_(scope) {}

  bool operator()(const Filter& filter) const { return std::visit(*this, filter.node); }

  bool operator()(const Comparison& comparison) const {
    Operand operand = scope_.find(comparison.path);
    // A complex attribute that is named without sub-attribute means its "value".
    if (operand.attribute->type == Type::Complex) {
      const Attribute* value = operand.attribute->find("value");
      if (value == nullptr) fail(toString(comparison.path), "is complex: name one of its sub-attributes");
      operand = descend(operand, *value);
    }
    const FilterComparison rule(*operand.attribute, comparison.op, comparison.value,
                                toString(comparison.path));
    return std::any_of(operand.values.begin(), operand.values.end(),
                       [&](const Json* value) { return rule.holds(value); });
  }

  bool operator()(const Presence& presence) const {
    const Operand operand = scope_.find(presence.path);
    return std::any_of(operand.values.begin(), operand.values.end(), isPresent);
  }

  bool operator()(const And& all) const {
    bool result = true;
    for (const Filter& operand : all.operands) result = (*this)(operand) && result;
    return result;
  }
  bool operator()(const Or& any) const {
    bool result = false;
    for (const Filter& operand : any.operands) result = (*this)(operand) || result;
    return result;
  }
  bool operator()(const Not& negation) const { return !(*this)(negation.operand.front()); }

  bool operator()(const ValuePath& path) const {
    const Operand operand = scope_.find(path.path);
    bool result = false;
    for (const Json* element : operand.values) {
      const Evaluator<ElementScope> inside(ElementScope(*operand.attribute, element));
      result = (inside(path.filter.front()) && element != nullptr) || result;
    }
    return result;
  }

 private:
  Scope scope_;
};

}  // namespace

bool matches(const ResourceType& type, const Json& resource, const Filter& filter) {
  return Evaluator<ResourceScope>(ResourceScope(type, resource))(filter);
}

bool matchesElement(const Attribute& attribute, const Json& element, const Filter& filter) {
  return Evaluator<ElementScope>(ElementScope(attribute, &element))(filter);
}

void checkFilter(const ResourceType& type, const Filter& filter) {
  static_cast<void>(matches(type, Json::object(), filter));
}

}  // namespace scim2ldap::scim
