#include "ldap/Filter.h"

#include "ldap/HexPair.h"
#include "ldap/StringPreparation.h"

namespace scim2ldap::ldap {
namespace {

/// valueencoding: "*", "(", ")", "\", NUL and whatever is not UTF-8 become hex pairs. RFC 4515 §3
/// Control characters too, so that the filter fits on one line of a log.
std::string escape(std::string_view value) {
  std::string text;
  for (std::size_t i = 0; i < value.size();) {
    const char c = value[i];
    const std::size_t length = utf8SequenceLength(value, i);
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (length == 0 || control || c == '*' || c == '(' || c == ')' || c == '\\')
      appendEscapedOctet(text, c);
    else
      text += value.substr(i, length);
    i += length == 0 ? 1 : length;
  }
  return text;
}

struct Printer {
  std::string operator()(const And& node) const { return "(&" + list(node.operands) + ")"; }
  std::string operator()(const Or& node) const { return "(|" + list(node.operands) + ")"; }
  std::string operator()(const Not& node) const { return "(!" + list(node.operand) + ")"; }
  std::string operator()(const Equality& node) const {
    return "(" + node.attribute + "=" + escape(node.value) + ")";
  }
  std::string operator()(const Substrings& node) const {
    std::string text = "(" + node.attribute + "=" + escape(node.initial) + "*";
    for (const std::string& part : node.any) text += escape(part) + "*";
    return text + escape(node.final) + ")";
  }
  std::string operator()(const GreaterOrEqual& node) const {
    return "(" + node.attribute + ">=" + escape(node.value) + ")";
  }
  std::string operator()(const LessOrEqual& node) const {
    return "(" + node.attribute + "<=" + escape(node.value) + ")";
  }
  std::string operator()(const Present& node) const { return "(" + node.attribute + "=*)"; }

  static std::string list(const std::vector<Filter>& filters) {
    std::string text;
    for (const Filter& filter : filters) text += toString(filter);
    return text;
  }
};

}  // namespace

bool And::operator==(const And&) const = default;
bool Or::operator==(const Or&) const = default;
bool Not::operator==(const Not&) const = default;
bool Filter::operator==(const Filter&) const = default;

std::string toString(const Filter& filter) {
  return std::visit(Printer{}, filter.node);
}

}  // namespace scim2ldap::ldap
