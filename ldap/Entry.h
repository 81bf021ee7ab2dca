#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ldap/Dn.h"

namespace scim2ldap::ldap {

/// Orders attribute descriptions without regard to ASCII case. RFC 4512 §2.5
struct CaseInsensitiveLess {
  using is_transparent = void;
  bool operator()(std::string_view left, std::string_view right) const;
};

/// Values (octet strings) by attribute description. No attribute has an empty list.
using Attributes = std::map<std::string, std::vector<std::string>, CaseInsensitiveLess>;

/// An entry: its name and its attributes, as far as they were asked for.
struct Entry {
  Dn dn;
  Attributes attributes{};

  /// The values of the attribute; an empty list when it is absent.
  [[nodiscard]] const std::vector<std::string>& values(std::string_view attribute) const;
  /// The first value, or nullopt.
  [[nodiscard]] std::optional<std::string> first(std::string_view attribute) const;
  [[nodiscard]] bool has(std::string_view attribute) const { return !values(attribute).empty(); }

  bool operator==(const Entry&) const = default;
};

}  // namespace scim2ldap::ldap
