#pragma once

#include <map>
#include <string>
#include <string_view>

#include "scim/Json.h"

namespace scim2ldap::test {

/// The variables of a recording while it is played.
class Variables {
 public:
  void set(const std::string& name, scim::Json value);
  /// Appends to a list, which begins empty.
  void append(const std::string& name, scim::Json value);

  /// The text with every ${name} replaced by that variable's string.
  /// \throws std::invalid_argument  for a variable that is not set or is no string
  [[nodiscard]] std::string substitute(std::string_view text) const;
  /// The JSON with ${name} replaced in all its strings and member names. A string that is nothing but one
  /// ${name} becomes that variable's value, of whatever kind.
  [[nodiscard]] scim::Json substituteAll(const scim::Json& json) const;

 private:
  [[nodiscard]] const scim::Json& get(std::string_view name) const;

  std::map<std::string, scim::Json, std::less<>> values_;
};

}  // namespace scim2ldap::test
