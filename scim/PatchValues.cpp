#include "scim/PatchValues.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "scim/CaseFolding.h"
#include "scim/Error.h"
#include "scim/FilterMatch.h"

namespace scim2ldap::scim {
namespace {

bool sameText(const Attribute& attribute, const Json& left, const Json& right) {
  if (!left.isString() || !right.isString() || attribute.caseExact) return left == right;
  return foldCase(left.asString()) == foldCase(right.asString());
}

/// Whether adding `given` would say again what `existing` says: the same value for the same use.
bool sameElement(const Attribute& attribute, const Json& existing, const Json& given) {
  if (attribute.type != Type::Complex) return sameText(attribute, existing, given);
  const Attribute* value = attribute.find("value");
  const Json* left = existing.find("value");
  const Json* right = given.find("value");
  if (value == nullptr || left == nullptr || right == nullptr) return existing == given;
  return sameText(*value, *left, *right) &&
         (given.find("type") == nullptr || sameName(given.stringAt("type"), existing.stringAt("type")));
}

/// Whether `existing` is what a remove operation describes: the same value, or all of the given parts.
bool describes(const Attribute& attribute, const Json& given, const Json& existing) {
  if (sameElement(attribute, existing, given)) return true;
  if (!given.isObject() || given.find("value") != nullptr) return false;
  const auto& parts = given.asObject();
  return std::all_of(parts.begin(), parts.end(), [&](const Json::Member& part) {
    const Json* other = existing.find(part.name);
    return other != nullptr && *other == part.value;
  });
}

/// Puts new parts over an element. A `$ref` that belonged to another value goes.
void overlay(Json& element, const Json& parts) {
  if (!parts.isObject()) {
    element = parts;
    return;
  }
  const Json* before = element.find("value");
  const Json* after = parts.find("value");
  if (before != nullptr && after != nullptr && *before != *after) element.erase("$ref");
  for (const auto& [name, value] : parts.asObject()) element.set(name, value);
}

Json nullIfEmpty(Json json) {
  const bool empty = json.isObject() ? json.asObject().empty() : json.isUnassigned();
  return empty ? Json() : std::move(json);
}

/// Collects `sub eq value` terms that are joined by "and". \returns false when there is anything else
bool collectTerms(const Attribute& attribute, const Filter& filter, const CanonicalValue& canonical,
                  Json& element) {
  if (const auto* all = std::get_if<And>(&filter.node)) {
    return std::all_of(all->operands.begin(), all->operands.end(), [&](const Filter& operand) {
      return collectTerms(attribute, operand, canonical, element);
    });
  }
  const auto* term = std::get_if<Comparison>(&filter.node);
  if (term == nullptr || term->op != CompareOperator::Eq) return false;
  if (attribute.type != Type::Complex) {
    element = term->value;
    return true;
  }
  const Attribute* subAttribute = attribute.find(term->path.name);
  if (subAttribute == nullptr) return false;
  const auto value = canonical.of(*subAttribute, term->value, attribute.name + '.' + subAttribute->name);
  if (value) element.set(subAttribute->name, *value);
  return value.has_value();
}

bool isKnown(const Attribute& attribute, const AttributePath& path) {
  if (!path.schema.empty() || !path.subAttribute.empty()) return false;
  return attribute.find(path.name) != nullptr ||
         (attribute.type != Type::Complex && sameName(path.name, "value"));
}

struct KnownNames {
  const Attribute& attribute;

  bool operator()(const Comparison& comparison) const { return isKnown(attribute, comparison.path); }
  bool operator()(const Presence& presence) const { return isKnown(attribute, presence.path); }
  bool operator()(const And& all) const { return inAll(all.operands); }
  bool operator()(const Or& any) const { return inAll(any.operands); }
  bool operator()(const Not& negation) const { return inAll(negation.operand); }
  bool operator()(const ValuePath&) const { return false; }

  bool inAll(const std::vector<Filter>& filters) const {
    return std::all_of(filters.begin(), filters.end(),
                       [&](const Filter& filter) { return namesKnown(attribute, filter); });
  }
};

}  // namespace

void failRequired(PatchOp op, const PatchPath& path) {
  throw Error(400, op == PatchOp::Remove ? ScimType::Mutability : ScimType::InvalidValue,
              "\"" + toString(path) + "\" is required");
}

bool namesKnown(const Attribute& attribute, const Filter& filter) {
  return std::visit(KnownNames{attribute}, filter.node);
}

Json PatchValues::apply(PatchOp op, Json current, const Json& sent) const {
  const Json before = current;
  Json after = target_.subAttribute != nullptr ? applyToSubAttribute(op, std::move(current), sent)
               : target_.path.valueFilter      ? applyToElements(op, std::move(current), sent)
                                               : applyToWhole(op, std::move(current), sent);
  if (after.isArray()) after = distinct(target_.attribute, std::move(after));
  after = nullIfEmpty(std::move(after));
  // "immutable [...] MUST NOT be updated" once it has a value (RFC 7643 §7)
  const bool isFixed = target_.attribute.mutability == Mutability::Immutable && !before.isUnassigned();
  if (isFixed && before != after) failMutability();
  if (!target_.attribute.multiValued) checkKeepsImmutable(before, after);
  return after;
}

Json PatchValues::applyToWhole(PatchOp op, Json current, const Json& sent) const {
  const Attribute& attribute = target_.attribute;
  const bool isComplex = attribute.type == Type::Complex;
  if (op == PatchOp::Remove) {
    // Clients name the values to take away; the RFC knows only "all of them".
    return attribute.multiValued && !sent.isNull() ? removeValues(std::move(current), sent) : Json();
  }
  if (attribute.multiValued) {
    // "a new value is added": what is added may be one value without a list around it.
    const bool isOne = op == PatchOp::Add && !sent.isArray() && sent.isObject() == isComplex;
    auto list =
        canonical_.of(attribute, isOne && !sent.isNull() ? Json(Json::Array{sent}) : sent, target_.name);
    if (op == PatchOp::Replace) current = Json();
    // Entra's SingleAppRoleAssignment also adds the role that is to take the place of the old one.
    const bool isRole = list && op == PatchOp::Add && lenient() && isAppRoleDocument(attribute, sent);
    if (isRole && hasOther(current, list->asArray().front())) list->asArray().front().set("primary", true);
    return list ? append(std::move(current), *list) : std::move(current);
  }
  if (isComplex) return mergeComplex(std::move(current), sent);
  return canonical_.of(attribute, sent, target_.name).value_or(Json());
}

bool PatchValues::hasOther(const Json& list, const Json& given) const {
  if (!list.isArray()) return false;
  const Json::Array& elements = list.asArray();
  return std::any_of(elements.begin(), elements.end(),
                     [&](const Json& element) { return !sameElement(target_.attribute, element, given); });
}

// "a set of sub-attributes [...] Sub-attributes that are not specified in the "value" parameter are left
// unchanged" (§3.5.2.3)
Json PatchValues::mergeComplex(Json current, const Json& sent) const {
  const Attribute& attribute = target_.attribute;
  const auto object = canonical_.object(attribute, sent, target_.name);
  if (!object || meansUnassigned(*object)) return Json();
  // A reference without its id is none, whatever stands beside it.
  const Json* value = object->find("value");
  if (value != nullptr && attribute.find("value") != nullptr && meansUnassigned(*value)) return Json();

  if (current.isNull()) current = Json::object();
  for (const auto& [name, part] : object->asObject()) {
    const Attribute* subAttribute = attribute.find(name);
    if (subAttribute != nullptr && subAttribute->mutability != Mutability::ReadOnly &&
        meansUnassigned(part)) {
      current.erase(name);
    }
  }
  if (const auto parts = canonical_.element(attribute, *object, target_.name)) overlay(current, *parts);
  return current;
}

// "If the target location specifies a multi-valued attribute, a new value is added" (§3.5.2.1)
Json PatchValues::append(Json list, const Json& sent) const {
  if (list.isNull()) list = Json::array();
  Json::Array& elements = list.asArray();
  std::optional<std::size_t> primary;
  for (const Json& given : sent.asArray()) {
    const auto existing = std::find_if(elements.begin(), elements.end(), [&](const Json& element) {
      return sameElement(target_.attribute, element, given);
    });
    const auto index = static_cast<std::size_t>(existing - elements.begin());
    if (existing == elements.end()) {
      elements.push_back(given);
    } else {
      Json merged = *existing;
      overlay(merged, given);
      checkKeepsImmutable(*existing, merged);
      *existing = std::move(merged);
    }
    if (!isPrimary(given)) continue;
    if (primary && !lenient()) {
      throw Error(400, ScimType::InvalidValue, "\"" + target_.name + "\": more than one value is primary");
    }
    if (!primary) primary = index;
  }
  if (primary) keepOnePrimary(list, *primary);
  return list;
}

Json PatchValues::removeValues(Json list, const Json& sent) const {
  if (list.isNull()) return list;
  const Json::Array one = sent.isArray() ? Json::Array{} : Json::Array{sent};
  for (const Json& value : sent.isArray() ? sent.asArray() : one) {
    const auto given = canonical_.element(target_.attribute, value, target_.name);
    if (!given) continue;
    std::erase_if(list.asArray(),
                  [&](const Json& element) { return describes(target_.attribute, *given, element); });
  }
  return list;
}

Json PatchValues::applyToSubAttribute(PatchOp op, Json current, const Json& sent) const {
  const auto parts = partsFrom(op, sent);
  if (!target_.attribute.multiValued) {
    if (current.isNull()) current = Json::object();
    setPart(op, current, parts);
    return current;
  }

  const std::vector<std::size_t> indices = chosen(current);
  if (indices.empty()) {
    if (target_.path.valueFilter && !lenient()) failNoTarget();
    if (!parts) return current;
    Json element = target_.path.valueFilter ? elementFromFilter() : Json::object();
    overlay(element, *parts);
    return append(std::move(current), Json(Json::Array{std::move(element)}));
  }
  for (const std::size_t index : indices) {
    Json& element = current.asArray()[index];
    setPart(op, element, parts);
  }
  if (parts && isPrimary(*parts)) keepOnePrimary(current, indices.front());
  return current;
}

Json PatchValues::applyToElements(PatchOp op, Json list, const Json& sent) const {
  const bool removes = op == PatchOp::Remove || meansUnassigned(sent);
  const std::vector<std::size_t> indices = chosen(list);
  // "if the path's filter yields no match, [...] "scimType" error code of "noTarget"" (§3.5.2.3, §3.12)
  if (indices.empty() && !lenient()) failNoTarget();
  if (removes) {
    for (auto index = indices.rbegin(); index != indices.rend(); ++index) {
      list.asArray().erase(list.asArray().begin() + static_cast<std::ptrdiff_t>(*index));
    }
    return list;
  }

  const auto parts = canonical_.element(target_.attribute, sent, target_.name);
  if (!parts) return list;
  if (indices.empty()) {
    Json element = elementFromFilter();
    overlay(element, *parts);
    return append(std::move(list), Json(Json::Array{std::move(element)}));
  }
  for (const std::size_t index : indices) {
    Json& element = list.asArray()[index];
    const Json before = element;
    // A replaced element keeps what it was chosen by: Entra does not repeat the type.
    if (op == PatchOp::Replace) {
      element = lenient() ? termsOfFilter().value_or(Json::object()) : Json::object();
    }
    overlay(element, *parts);
    checkKeepsImmutable(before, element);
  }
  if (isPrimary(*parts)) keepOnePrimary(list, indices.front());
  return list;
}

/// The canonical sub-attribute, as an object of one (of two for a role in a JSON document).
std::optional<Json> PatchValues::partsFrom(PatchOp op, const Json& sent) const {
  if (op == PatchOp::Remove || meansUnassigned(sent)) return std::nullopt;
  Json object = Json::object();
  object.set(target_.subAttribute->name, sent);
  return canonical_.element(target_.attribute, object, target_.name);
}

void PatchValues::setPart(PatchOp op, Json& object, const std::optional<Json>& parts) const {
  const Attribute& part = *target_.subAttribute;
  const Json* before = object.find(part.name);
  const Json* after = parts ? parts->find(part.name) : nullptr;
  if (part.mutability == Mutability::Immutable && before != nullptr &&
      (after == nullptr || *before != *after)) {
    failMutability();
  }
  if (parts) {
    overlay(object, *parts);
    return;
  }
  if (part.required && before != nullptr) failRequired(op, target_.path);
  object.erase(part.name);
  if (sameName(part.name, "value")) object.erase("$ref");
}

std::optional<Json> PatchValues::termsOfFilter() const {
  Json element = Json::object();
  const Filter& filter = *target_.path.valueFilter;
  if (!collectTerms(target_.attribute, filter, canonical_, element)) return std::nullopt;
  if (!matchesElement(target_.attribute, element, filter)) return std::nullopt;
  return element;
}

Json PatchValues::elementFromFilter() const {
  auto element = termsOfFilter();
  if (!element) failNoTarget();
  return std::move(*element);
}

/// The elements that the operation is aimed at: those the filter chooses, or all.
std::vector<std::size_t> PatchValues::chosen(const Json& list) const {
  std::vector<std::size_t> indices;
  if (list.isNull()) return indices;
  const auto& filter = target_.path.valueFilter;
  for (std::size_t i = 0; i < list.asArray().size(); ++i) {
    if (!filter || matchesElement(target_.attribute, list.asArray()[i], *filter)) indices.push_back(i);
  }
  return indices;
}

void PatchValues::failNoTarget() const {
  throw Error(400, ScimType::NoTarget, "\"" + toString(target_.path) + "\" matches no value");
}

void PatchValues::checkKeepsImmutable(const Json& before, const Json& after) const {
  for (const Attribute& part : target_.attribute.subAttributes) {
    const Json* was = part.mutability == Mutability::Immutable ? before.find(part.name) : nullptr;
    const Json* is = after.find(part.name);
    if (was != nullptr && (is == nullptr || *was != *is)) failMutability();
  }
}

void PatchValues::failMutability() const {
  throw Error(400, ScimType::Mutability, "\"" + toString(target_.path) + "\" cannot be changed");
}

}  // namespace scim2ldap::scim
