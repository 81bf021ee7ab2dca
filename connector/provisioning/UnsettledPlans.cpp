#include "connector/provisioning/UnsettledPlans.h"

namespace scim2ldap::connector {

UnsettledPlans::Waiting& UnsettledPlans::waiting(const std::string& directory) const {
  std::unique_ptr<Waiting>& waiting = directories_[directory];
  if (!waiting) waiting = std::make_unique<Waiting>();
  return *waiting;
}

void UnsettledPlans::add(const std::string& directory, std::int64_t journal, WhenUntouched whenUntouched) {
  const std::lock_guard lock(mutex_);
  waiting(directory).plans.emplace(journal, whenUntouched);
}

void UnsettledPlans::remove(const std::string& directory, std::int64_t journal) {
  const std::lock_guard lock(mutex_);
  Waiting& there = waiting(directory);
  there.plans.erase(journal);
  ++there.epoch;
}

bool UnsettledPlans::any(const std::string& directory) const {
  const std::lock_guard lock(mutex_);
  return !waiting(directory).plans.empty();
}

Epoch UnsettledPlans::epoch(const std::string& directory) const {
  const std::lock_guard lock(mutex_);
  return waiting(directory).epoch;
}

std::map<std::int64_t, UnsettledPlans::WhenUntouched> UnsettledPlans::of(const std::string& directory) const {
  const std::lock_guard lock(mutex_);
  return waiting(directory).plans;
}

void UnsettledPlans::noteFailure(const std::string& directory) {
  const std::lock_guard lock(mutex_);
  waiting(directory).lastFailure = std::chrono::steady_clock::now();
}

bool UnsettledPlans::failedSince(const std::string& directory,
                                 std::chrono::steady_clock::time_point when) const {
  const std::lock_guard lock(mutex_);
  return waiting(directory).lastFailure >= when;
}

std::shared_lock<std::shared_mutex> UnsettledPlans::carryingOut(const std::string& directory) {
  std::unique_lock lock(mutex_);
  Waiting& there = waiting(directory);
  lock.unlock();
  return std::shared_lock(there.writes);
}

std::unique_lock<std::shared_mutex> UnsettledPlans::settling(const std::string& directory) {
  std::unique_lock lock(mutex_);
  Waiting& there = waiting(directory);
  lock.unlock();
  return std::unique_lock(there.writes);
}

}  // namespace scim2ldap::connector
