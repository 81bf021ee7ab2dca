#include "tests/bench/CyclePlan.h"

#include <algorithm>

#include "tests/bench/Population.h"

namespace scim2ldap::bench {

std::optional<std::size_t> CyclePlan::managerOf(std::size_t user) {
  constexpr std::size_t kReports = 10;
  return user == 0 ? std::nullopt : std::optional(user / kReports);
}

std::size_t CyclePlan::memberships() const {
  std::size_t count = 0;
  for (const Group& group : groups) count += group.members;
  return count;
}

CyclePlan planCycle(std::size_t users, std::size_t portion) {
  CyclePlan plan{users};
  for (std::size_t first = 0; first < users; first += kMembersOfTeam) {
    plan.groups.push_back(
        {"team" + std::to_string(first / kMembersOfTeam), first, std::min(kMembersOfTeam, users - first)});
  }
  if (users > 1) plan.groups.push_back({"everybody", 0, std::min(kMembersOfLargeGroup, users / 2)});
  for (std::size_t group = 0; group < plan.groups.size(); ++group) {
    const auto& [name, begin, members] = plan.groups[group];
    for (std::size_t first = begin; first < begin + members; first += portion)
      plan.portions.push_back({group, first, std::min(portion, begin + members - first)});
  }
  return plan;
}

}  // namespace scim2ldap::bench
