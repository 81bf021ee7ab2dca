#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ldap/Dn.h"
#include "mappings/FileError.h"

namespace scim2ldap::mappings {

/// The form in which two roles are the same: without white space at the ends, in lower case, otherwise exact.
[[nodiscard]] std::string roleKey(std::string_view role);

/// The group that the users of one role are members of.
struct RoleGroup {
  std::string role;
  ldap::Dn group;  ///< relative to the directory's base; any group below it
  SourceLocation where;
};

/// What a user's role becomes: `role` in `[user]`.
struct RoleRule {
  std::string ldap{};               ///< the attribute that holds the role; "": none
  std::vector<RoleGroup> groups{};  ///< by role; one that is not listed has no group
  SourceLocation where{};

  /// The group of that role, or nullptr.
  [[nodiscard]] const RoleGroup* groupOf(std::string_view role) const;
};

}  // namespace scim2ldap::mappings
