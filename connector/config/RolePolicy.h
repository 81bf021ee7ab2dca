#pragma once

#include <map>
#include <string>
#include <vector>

namespace scim2ldap::connector {

/// What becomes of a role that is none of the product's: the default instead, 400, or no change.
enum class UnknownRole { Default, Reject, Ignore };

/// Who has all of these roles counts as having only one of them.
struct RoleConflict {
  std::vector<std::string> all;
  std::string keep;
};

/// How the `roles` that a client sends come to the one role that a user has.
struct RolePolicy {
  std::map<std::string, std::string> table{};  ///< value of the client, trimmed and lower-cased -> role
  std::string defaultRole{};                   ///< "": none
  std::vector<std::string> allowed{};          ///< the product's roles; empty: those of table and default
  UnknownRole unknown = UnknownRole::Default;
  std::vector<RoleConflict> conflicts{};
};

}  // namespace scim2ldap::connector
