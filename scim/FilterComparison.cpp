#include "scim/FilterComparison.h"

#include <compare>
#include <optional>

#include "scim/CaseFolding.h"
#include "scim/Error.h"

namespace scim2ldap::scim {
namespace {

bool isOrder(CompareOperator op) {
  return op == CompareOperator::Gt || op == CompareOperator::Ge || op == CompareOperator::Lt ||
         op == CompareOperator::Le;
}
bool isSubstring(CompareOperator op) {
  return op == CompareOperator::Co || op == CompareOperator::Sw || op == CompareOperator::Ew;
}

bool meets(std::partial_ordering order, CompareOperator op) {
  switch (op) {
    case CompareOperator::Eq:
      return order == 0;
    case CompareOperator::Ne:
      return order != 0;
    case CompareOperator::Gt:
      return order > 0;
    case CompareOperator::Ge:
      return order >= 0;
    case CompareOperator::Lt:
      return order < 0;
    case CompareOperator::Le:
      return order <= 0;
    default:
      return false;
  }
}

std::partial_ordering compareNumbers(const Json& left, const Json& right) {
  // As integers where both are: a double has no room for 64 bits.
  if (left.isInteger() && right.isInteger()) return left.asInteger() <=> right.asInteger();
  return left.asDouble() <=> right.asDouble();
}

std::optional<bool> booleanFrom(const Json& json) {
  if (json.isBool()) return json.asBool();
  if (!json.isString()) return std::nullopt;
  if (sameName(json.asString(), "true") || json.asString() == "1") return true;
  if (sameName(json.asString(), "false") || json.asString() == "0") return false;
  return std::nullopt;
}

std::optional<Json> numberFrom(const Json& json) {
  if (json.isNumber()) return json;
  if (!json.isString()) return std::nullopt;
  try {
    Json number = parseJson(json.asString());
    if (number.isNumber()) return number;
  } catch (const Error&) {  // no number, as the caller will say
  }
  return std::nullopt;
}

Matching matchingOf(const Attribute& attribute) {
  if (attribute.caseExact) return Matching::Exact;
  return attribute.uniqueness == Uniqueness::None ? Matching::CaseIgnore : Matching::Name;
}

/// A value, or the comparand of the operator, as it is compared. A part of a name keeps the blanks at those
/// ends that may stand within the name. RFC 4518 §2.6.1
std::string prepared(const std::string& text, Matching matching, CompareOperator op) {
  if (matching == Matching::Exact) return text;
  if (matching == Matching::CaseIgnore) return foldCase(text);
  if (!isSubstring(op)) return foldName(text);
  std::string part = foldPartOfName(text);
  if (op == CompareOperator::Sw && part.starts_with(' ')) part.erase(0, 1);
  if (op == CompareOperator::Ew && part.ends_with(' ')) part.pop_back();
  return part;
}

[[noreturn]] void fail(const std::string& path, const std::string& what) {
  throw Error(400, ScimType::InvalidFilter, "\"" + path + "\": " + what);
}

}  // namespace

FilterComparison::FilterComparison(const Attribute& attribute, CompareOperator op, const Json& comparand,
                                   const std::string& path)
    : matching_(matchingOf(attribute)), op_(op) {
  const Type type = attribute.type;
  const bool isNumber = type == Type::Integer || type == Type::Decimal;
  if (isOrder(op) && (type == Type::Boolean || type == Type::Binary)) {
    fail(path, "a boolean or binary attribute has no order for \"" + std::string(toString(op)) + "\"");
  }
  if (isSubstring(op) && (type == Type::Boolean || isNumber)) {
    fail(path, "\"" + std::string(toString(op)) + "\" compares strings only");
  }
  if (comparand.isNull()) {
    if (isOrder(op) || isSubstring(op)) fail(path, "null can be compared by eq and ne only");
    return;
  }

  if (type == Type::Boolean) {
    const auto boolean = booleanFrom(comparand);
    if (!boolean) fail(path, "is compared with true or false only");
    comparand_ = *boolean;
  } else if (isNumber) {
    auto number = numberFrom(comparand);
    if (!number) fail(path, "is compared with a number only");
    comparand_ = std::move(*number);
  } else if (type == Type::DateTime && !isSubstring(op)) {
    const auto instant = comparand.isString() ? parseDateTime(comparand.asString()) : std::nullopt;
    if (!instant) fail(path, "is compared with a dateTime such as 2008-01-23T04:56:22Z only");
    comparand_ = *instant;
  } else if (comparand.isString() || comparand.isInteger()) {
    // An integer is an identifier of digits that a client wrote without quotes.
    const std::string text = comparand.isString() ? comparand.asString() : printJson(comparand);
    comparand_ = prepared(text, matching_, op);
  } else {
    fail(path, "is compared with a string only");
  }
}

bool FilterComparison::holds(const Json* value) const {
  const bool assigned = value != nullptr && !value->isUnassigned();
  if (std::holds_alternative<std::monostate>(comparand_)) {
    return assigned == (op_ == CompareOperator::Ne);
  }
  if (!assigned) return op_ == CompareOperator::Ne;

  if (const auto* boolean = std::get_if<bool>(&comparand_)) {
    return booleanFrom(*value) && (*booleanFrom(*value) == *boolean) == (op_ == CompareOperator::Eq);
  }
  if (const auto* number = std::get_if<Json>(&comparand_)) {
    return value->isNumber() && meets(compareNumbers(*value, *number), op_);
  }
  if (!value->isString()) return false;
  if (const auto* instant = std::get_if<Instant>(&comparand_)) {
    const auto when = parseDateTime(value->asString());
    return when && meets(*when <=> *instant, op_);
  }
  return holdsText(prepared(value->asString(), matching_, CompareOperator::Eq));
}

bool FilterComparison::holdsText(const std::string& value) const {
  const auto& comparand = std::get<std::string>(comparand_);
  switch (op_) {
    case CompareOperator::Co:
      return value.find(comparand) != std::string::npos;
    case CompareOperator::Sw:
      return value.starts_with(comparand);
    case CompareOperator::Ew:
      return value.ends_with(comparand);
    default:
      return meets(value <=> comparand, op_);
  }
}

}  // namespace scim2ldap::scim
