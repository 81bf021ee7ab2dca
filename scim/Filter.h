#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scim/AttributePath.h"
#include "scim/Json.h"

namespace scim2ldap::scim {

enum class CompareOperator { Eq, Ne, Co, Sw, Ew, Gt, Ge, Lt, Le };

/// The operator as written in a filter ("eq").
[[nodiscard]] std::string_view toString(CompareOperator op);

struct Filter;

/// attrPath SP compareOp SP compValue. The value is a JSON scalar: null, bool, number or string.
struct Comparison {
  AttributePath path;
  CompareOperator op = CompareOperator::Eq;
  Json value;
  bool operator==(const Comparison&) const = default;
};
/// attrPath SP "pr"
struct Presence {
  AttributePath path;
  bool operator==(const Presence&) const = default;
};
/// Two or more operands, all of which hold.
struct And {
  std::vector<Filter> operands;
  bool operator==(const And&) const;
};
/// Two or more operands, of which at least one holds.
struct Or {
  std::vector<Filter> operands;
  bool operator==(const Or&) const;
};
/// "not" "(" FILTER ")". Always exactly one operand.
struct Not {
  std::vector<Filter> operand;
  bool operator==(const Not&) const;
};
/// attrPath "[" valFilter "]": one value of the attribute meets the whole filter. Exactly one filter.
struct ValuePath {
  AttributePath path;
  std::vector<Filter> filter;
  bool operator==(const ValuePath&) const;
};

/// A filter expression. RFC 7644 §3.4.2.2
struct Filter {
  std::variant<Comparison, Presence, And, Or, Not, ValuePath> node;
  bool operator==(const Filter&) const;
};

inline constexpr std::size_t kMaxFilterDepth = 32;        ///< nesting of groups, not and value paths
inline constexpr std::size_t kMaxFilterBytes = 8 * 1024;  ///< decoded length

/// Parses a filter. Tolerates what Entra and other clients send beside the grammar: operators in any case,
/// "True"/"False" as strings, a bare word as comparand (`externalId eq jnovak`), a value path compared as a
/// whole (`emails[type eq "work"] eq "x"`, meaning its `value`) and one with a sub-attribute
/// (`emails[type eq "work"].value eq "x"`), both read as `emails[type eq "work" and value eq "x"]`.
/// \param text  decoded `filter` parameter, UTF-8
/// \throws Error  400 invalidFilter; `detail` names the byte offset of the fault
/// RFC 7644 §3.4.2.2
[[nodiscard]] Filter parseFilter(std::string_view text);

/// The filter as text, nested no deeper than the one it was read from. parseFilter(toString(f)) == f, unless
/// the text is longer than kMaxFilterBytes: bare words get their quotes.
[[nodiscard]] std::string toString(const Filter& filter);

}  // namespace scim2ldap::scim
