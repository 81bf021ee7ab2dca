#pragma once

#include <string>
#include <variant>

#include "scim/DateTime.h"
#include "scim/Filter.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// How texts are compared: by their octets, without regard to case, or as names that have to be unique.
enum class Matching { Exact, CaseIgnore, Name };

/// One comparison of a filter, checked against the attribute's definition and ready to be put to values.
class FilterComparison {
 public:
  /// \param attribute  a simple attribute or sub-attribute
  /// \throws Error  400 invalidFilter: the operator or the comparand does not fit the attribute's type
  FilterComparison(const Attribute& attribute, CompareOperator op, const Json& comparand,
                   const std::string& path);

  /// Whether one value meets the comparison. nullptr is "not assigned": it equals null alone.
  [[nodiscard]] bool holds(const Json* value) const;

 private:
  [[nodiscard]] bool holdsText(const std::string& value) const;

  Matching matching_;
  CompareOperator op_;
  std::variant<std::monostate, bool, Json, Instant, std::string> comparand_;  ///< Json: a number
};

}  // namespace scim2ldap::scim
