#include "connector/provisioning/UnsettledPlans.h"

namespace scim2ldap::connector {

void UnsettledPlans::add(const std::string& directory, std::int64_t journal, WhenUntouched whenUntouched) {
  const std::lock_guard lock(mutex_);
  plans_[directory].emplace(journal, whenUntouched);
}

void UnsettledPlans::remove(const std::string& directory, std::int64_t journal) {
  const std::lock_guard lock(mutex_);
  plans_[directory].erase(journal);
}

bool UnsettledPlans::any(const std::string& directory) const {
  const std::lock_guard lock(mutex_);
  const auto plans = plans_.find(directory);
  return plans != plans_.end() && !plans->second.empty();
}

std::map<std::int64_t, UnsettledPlans::WhenUntouched> UnsettledPlans::of(const std::string& directory) const {
  const std::lock_guard lock(mutex_);
  const auto plans = plans_.find(directory);
  return plans == plans_.end() ? std::map<std::int64_t, WhenUntouched>{} : plans->second;
}

}  // namespace scim2ldap::connector
