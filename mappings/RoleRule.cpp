#include "mappings/RoleRule.h"

#include <algorithm>

#include "scim/SimpleFolding.h"
#include "scim/WhiteSpace.h"

namespace scim2ldap::mappings {

std::string roleKey(std::string_view role) {
  return scim::foldSimply(scim::trimWhiteSpace(role));
}

const RoleGroup* RoleRule::groupOf(std::string_view role) const {
  const std::string key = roleKey(role);
  const auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](const RoleGroup& group) { return roleKey(group.role) == key; });
  return found == groups.end() ? nullptr : &*found;
}

}  // namespace scim2ldap::mappings
