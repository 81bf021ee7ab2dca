#include "connector/provisioning/UnsettledPlans.h"

#include <algorithm>

namespace scim2ldap::connector {

UnsettledPlans::Sent UnsettledPlans::notAnswered(std::size_t step, Clock::time_point first) {
  constexpr std::chrono::seconds kLongest{60};
  const Clock::time_point now = Clock::now();
  return {step, first, now + std::min<Clock::duration>(now - first, kLongest)};
}

bool UnsettledPlans::isYoung(TimePoint begun, TimePoint now) {
  constexpr std::chrono::minutes kOld{10};
  return begun > now - kOld && begun < now + kOld;  // a clock may have been set back since
}

UnsettledPlans::OfDirectory& UnsettledPlans::plansOf(const std::string& directory) const {
  std::unique_ptr<OfDirectory>& plans = directories_[directory];
  if (!plans) plans = std::make_unique<OfDirectory>();
  return *plans;
}

void UnsettledPlans::add(const std::string& directory, std::int64_t journal, Waiting waiting) {
  const std::lock_guard lock(mutex_);
  plansOf(directory).plans.emplace(journal, waiting);
}

void UnsettledPlans::noteSent(const std::string& directory, std::int64_t journal, const Sent& sent) {
  const std::lock_guard lock(mutex_);
  const auto waiting = plansOf(directory).plans.find(journal);
  if (waiting != plansOf(directory).plans.end()) waiting->second.sent = sent;
}

void UnsettledPlans::remove(const std::string& directory, std::int64_t journal) {
  {
    const std::lock_guard lock(mutex_);
    OfDirectory& there = plansOf(directory);
    there.plans.erase(journal);
    ++there.epoch;
  }
  if (whenSettled_) whenSettled_();
}

bool UnsettledPlans::any(const std::string& directory) const {
  const std::lock_guard lock(mutex_);
  return !plansOf(directory).plans.empty();
}

Epoch UnsettledPlans::epoch(const std::string& directory) const {
  const std::lock_guard lock(mutex_);
  return plansOf(directory).epoch;
}

std::map<std::int64_t, UnsettledPlans::Waiting> UnsettledPlans::of(const std::string& directory) const {
  const std::lock_guard lock(mutex_);
  return plansOf(directory).plans;
}

void UnsettledPlans::noteFailure(const std::string& directory) {
  const std::lock_guard lock(mutex_);
  plansOf(directory).lastFailure = Clock::now();
}

bool UnsettledPlans::failedSince(const std::string& directory, Clock::time_point when) const {
  const std::lock_guard lock(mutex_);
  return plansOf(directory).lastFailure >= when;
}

std::shared_lock<std::shared_mutex> UnsettledPlans::carryingOut(const std::string& directory) {
  std::unique_lock lock(mutex_);
  OfDirectory& there = plansOf(directory);
  lock.unlock();
  return std::shared_lock(there.writes);
}

std::unique_lock<std::shared_mutex> UnsettledPlans::settling(const std::string& directory) {
  std::unique_lock lock(mutex_);
  OfDirectory& there = plansOf(directory);
  lock.unlock();
  return std::unique_lock(there.writes);
}

}  // namespace scim2ldap::connector
