#include "tests/fault/SharedGroups.h"

#include <vector>

namespace scim2ldap::test {
namespace {

std::string anyOne(const std::vector<std::string>& ids, SharedGroups::Random& random) {
  return ids.empty() ? "" : ids[random() % ids.size()];
}

}  // namespace

void SharedGroups::add(int owner, const std::string& id, const GroupState& group) {
  const std::lock_guard lock(mutex_);
  groups_[id] = {owner, group};
}

void SharedGroups::rename(const std::string& id, const std::string& displayName) {
  const std::lock_guard lock(mutex_);
  groups_.at(id).state.displayName = displayName;
}

void SharedGroups::beginRemoval(const std::string& id) {
  const std::lock_guard lock(mutex_);
  groups_.erase(id);
}

std::string SharedGroups::any(Random& random) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, group] : groups_) ids.push_back(id);
  return anyOne(ids, random);
}

std::string SharedGroups::anyOf(int owner, Random& random) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, group] : groups_)
    if (group.owner == owner) ids.push_back(id);
  return anyOne(ids, random);
}

std::size_t SharedGroups::countOf(int owner) const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& [id, group] : groups_) count += group.owner == owner ? 1 : 0;
  return count;
}

bool SharedGroups::isAlive(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return groups_.contains(id);
}

Groups SharedGroups::all() const {
  const std::lock_guard lock(mutex_);
  Groups all;
  for (const auto& [id, group] : groups_) all[id] = group.state;
  return all;
}

}  // namespace scim2ldap::test
