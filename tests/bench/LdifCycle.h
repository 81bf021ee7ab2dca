#pragma once

#include <string>

#include "tests/bench/CyclePlan.h"

namespace scim2ldap::bench {

// The same initial cycle as LDIF (RFC 2849) for ldapadd.

[[nodiscard]] std::string ldifOfUsers(const CyclePlan& plan);  ///< without managers
[[nodiscard]] std::string ldifOfManagers(const CyclePlan& plan);
/// With a placeholder for the first member, as the object class wants one.
[[nodiscard]] std::string ldifOfGroups(const CyclePlan& plan);
/// In the portions of the plan; the placeholder leaves with the first.
[[nodiscard]] std::string ldifOfMembers(const CyclePlan& plan);

/// What comes of it all, each entry added in one go.
[[nodiscard]] std::string ldifOfOutcome(const CyclePlan& plan);

}  // namespace scim2ldap::bench
