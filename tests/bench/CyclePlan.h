#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace scim2ldap::bench {

/// Who there is after an initial cycle: known users with managers, in groups of a hundred, and a large group.
/// Everybody who carries it out does so from the same plan.
struct CyclePlan {
  struct Group {
    std::string name;
    std::size_t first;  ///< known user
    std::size_t members;
  };
  /// Members that join a group by one change.
  struct Portion {
    std::size_t group;
    std::size_t first;  ///< known user
    std::size_t members;
  };

  std::size_t users = 0;
  std::vector<Group> groups{};
  std::vector<Portion> portions{};

  /// Nobody is the manager of the first user; each manages ten.
  [[nodiscard]] static std::optional<std::size_t> managerOf(std::size_t user);
  [[nodiscard]] std::size_t memberships() const;
};

/// \param portion  members in one change
[[nodiscard]] CyclePlan planCycle(std::size_t users, std::size_t portion);

}  // namespace scim2ldap::bench
