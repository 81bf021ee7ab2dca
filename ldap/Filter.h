#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace scim2ldap::ldap {

struct Filter;

/// (&(f)(f)…); without operands it is always true. RFC 4511 §4.5.1.7, RFC 4526
struct And {
  std::vector<Filter> operands;
  bool operator==(const And&) const;
};
/// (|(f)(f)…); without operands it is always false.
struct Or {
  std::vector<Filter> operands;
  bool operator==(const Or&) const;
};
/// (!(f)); always exactly one operand.
struct Not {
  std::vector<Filter> operand;
  bool operator==(const Not&) const;
};
/// (attribute=value)
struct Equality {
  std::string attribute;
  std::string value;
  bool operator==(const Equality&) const = default;
};
/// (attribute=initial*any*…*final); empty parts are left out.
struct Substrings {
  std::string attribute;
  std::string initial{};
  std::vector<std::string> any{};
  std::string final{};
  bool operator==(const Substrings&) const = default;
};
/// (attribute>=value)
struct GreaterOrEqual {
  std::string attribute;
  std::string value;
  bool operator==(const GreaterOrEqual&) const = default;
};
/// (attribute<=value)
struct LessOrEqual {
  std::string attribute;
  std::string value;
  bool operator==(const LessOrEqual&) const = default;
};
/// (attribute=*)
struct Present {
  std::string attribute;
  bool operator==(const Present&) const = default;
};

/// A search filter as a value; assertion values are raw octets, escaped only by toString. RFC 4511 §4.5.1.7
struct Filter {
  std::variant<And, Or, Not, Equality, Substrings, GreaterOrEqual, LessOrEqual, Present> node;
  bool operator==(const Filter&) const;
};

/// Parses the string form of RFC 4515, as administrators write it in configuration files. Approximate and
/// extensible matches are refused.
/// \throws Error  filterError (-7), the diagnostic names the byte offset
[[nodiscard]] Filter parseFilter(std::string_view text);

/// The string form of RFC 4515 §3, every value escaped. parseFilter(toString(f)) == f.
[[nodiscard]] std::string toString(const Filter& filter);

}  // namespace scim2ldap::ldap
