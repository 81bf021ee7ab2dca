#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mappings/FileError.h"

namespace scim2ldap::mappings {

/// A value of a TOML document with its place. Keys of a table keep their places too.
struct Node {
  struct Key {
    std::string name;
    SourceLocation where;
  };
  struct Member;
  using Table = std::vector<Member>;
  using Array = std::vector<Node>;
  /// A date or time, which the mapping language has no use for.
  struct Other {};

  SourceLocation where;
  std::variant<std::string, std::int64_t, double, bool, Array, Table, Other> value;

  /// "a text", "a table", … for messages.
  [[nodiscard]] std::string_view kind() const;
};

struct Node::Member {
  Key key;
  Node value;
};

/// Reads a TOML document. The only place that knows the TOML library.
/// \returns a table
/// \throws FileError  the first syntax error
[[nodiscard]] Node parseToml(std::string_view text, const std::string& name);

}  // namespace scim2ldap::mappings
