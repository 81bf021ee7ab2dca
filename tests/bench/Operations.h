#pragma once

#include <cstddef>
#include <vector>

#include "tests/bench/Operation.h"
#include "tests/bench/Stage.h"

namespace scim2ldap::bench {

/// What is done with one user at a time, in the order in which it has to be measured: the first makes the
/// users that the others work on, the last takes them away.
[[nodiscard]] std::vector<Operation> userOperations(const Stage& stage,
                                                    const std::vector<std::size_t>& clients);

/// Of the group that is only there with more users than that.
inline constexpr std::size_t kMembersOfLargeGroup = 50'000;

/// Members that join groups of 2,000 and, where there are so many users, of 50,000; a thousand at once.
[[nodiscard]] std::vector<Operation> memberOperations(const Stage& stage);

/// Lists and large groups, whose cost must not depend on how many there are.
[[nodiscard]] std::vector<Operation> scaleOperations(const Stage& stage);

}  // namespace scim2ldap::bench
