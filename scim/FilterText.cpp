#include "scim/Filter.h"

namespace scim2ldap::scim {

bool And::operator==(const And& other) const {
  return operands == other.operands;
}
bool Or::operator==(const Or& other) const {
  return operands == other.operands;
}
bool Not::operator==(const Not& other) const {
  return operand == other.operand;
}
bool ValuePath::operator==(const ValuePath& other) const {
  return path == other.path && filter == other.filter;
}
bool Filter::operator==(const Filter& other) const {
  return node == other.node;
}

std::string_view toString(CompareOperator op) {
  switch (op) {
    case CompareOperator::Eq:
      return "eq";
    case CompareOperator::Ne:
      return "ne";
    case CompareOperator::Co:
      return "co";
    case CompareOperator::Sw:
      return "sw";
    case CompareOperator::Ew:
      return "ew";
    case CompareOperator::Gt:
      return "gt";
    case CompareOperator::Ge:
      return "ge";
    case CompareOperator::Lt:
      return "lt";
    case CompareOperator::Le:
      return "le";
  }
  return "";
}

namespace {

struct Printer {
  std::string operator()(const Comparison& comparison) const {
    return toString(comparison.path) + ' ' + std::string(toString(comparison.op)) + ' ' +
           printJson(comparison.value);
  }
  std::string operator()(const Presence& presence) const { return toString(presence.path) + " pr"; }
  // RFC 7644 §3.4.2.2: "and" takes precedence over "or". No parentheses stand where it needs none, so that
  // the text is nested no deeper than the one that the filter was read from.
  std::string operator()(const And& all) const {
    return join(all.operands, " and ", [](const Filter& operand) {
      return std::holds_alternative<And>(operand.node) || std::holds_alternative<Or>(operand.node);
    });
  }
  std::string operator()(const Or& any) const {
    return join(any.operands, " or ",
                [](const Filter& operand) { return std::holds_alternative<Or>(operand.node); });
  }
  std::string operator()(const Not& negation) const {
    return "not (" + toString(negation.operand.front()) + ')';
  }
  std::string operator()(const ValuePath& path) const {
    return toString(path.path) + '[' + toString(path.filter.front()) + ']';
  }

  static std::string join(const std::vector<Filter>& operands, std::string_view separator,
                          bool (*isGrouped)(const Filter&)) {
    std::string text;
    for (const Filter& operand : operands) {
      if (!text.empty()) text += separator;
      text += isGrouped(operand) ? '(' + toString(operand) + ')' : toString(operand);
    }
    return text;
  }
};

}  // namespace

std::string toString(const Filter& filter) {
  return std::visit(Printer{}, filter.node);
}

}  // namespace scim2ldap::scim
