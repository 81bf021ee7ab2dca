#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "tests/bench/MadeUsers.h"
#include "tests/bench/Operation.h"
#include "tests/bench/Stage.h"

namespace scim2ldap::bench {

// Stage and users have to outlive the operations.

/// Makes users, and says so in `made`.
[[nodiscard]] Operation createUser(const Stage& stage, Made& made, const std::vector<std::size_t>& clients);
/// Finds and reads known users, one after the other.
[[nodiscard]] std::vector<Operation> readOperations(const Stage& stage,
                                                    const std::vector<std::size_t>& clients);
/// Changes users that were made.
[[nodiscard]] std::vector<Operation> changeOperations(const Stage& stage, Made& made,
                                                      const std::vector<std::size_t>& clients);
/// Deletes users that were made, each of them in three groups.
[[nodiscard]] Operation deleteUser(const Stage& stage, Made& made, const std::vector<std::size_t>& clients);

/// One member after the other joins a group of 2,000 and, where there are so many users, one of 50,000.
[[nodiscard]] std::vector<Operation> memberOperations(const Stage& stage);
/// A thousand members join at once.
[[nodiscard]] Operation addThousandMembers(const Stage& stage);

/// All users, by pages of a thousand.
[[nodiscard]] Operation crawlUsers(const Stage& stage);
/// Pages of a hundred in the middle and at the end of the list of users and of that of everything, by index
/// and by cursor, beside the first page.
[[nodiscard]] std::vector<Operation> pageOperations(const Stage& stage);
/// Reading the group of 50,000, where there are so many users.
[[nodiscard]] std::vector<Operation> largeGroupOperations(const Stage& stage);

}  // namespace scim2ldap::bench
