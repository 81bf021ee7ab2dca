#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mappings/FileError.h"

namespace scim2ldap::connector {

/// A value of a TOML file, and where it stands.
struct TomlValue {
  struct Member;
  using Array = std::vector<TomlValue>;
  using Table = std::vector<Member>;
  struct Date {};  ///< a date or time, which no key of ours takes

  std::variant<Table, Array, std::string, std::int64_t, double, bool, Date> value{};
  mappings::SourceLocation where{};
};

/// A key of a table, in the order of the file, and its value.
struct TomlValue::Member {
  std::string key;
  mappings::SourceLocation where;  ///< of the key
  TomlValue value;
};

/// Parses a TOML document into its root table. `file` stands in locations.
/// \throws mappings::FileError  the first fault of the syntax
[[nodiscard]] TomlValue parseToml(std::string_view text, const std::string& file);

}  // namespace scim2ldap::connector
