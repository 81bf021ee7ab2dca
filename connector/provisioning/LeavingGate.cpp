#include "connector/provisioning/LeavingGate.h"

#include <algorithm>
#include <limits>

#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

constexpr std::int64_t kHundred = 100;

}  // namespace

std::int64_t leavingLimit(const LeavingGuard& guard, std::size_t users) {
  std::int64_t limit = guard.count.value_or(std::numeric_limits<std::int64_t>::max());
  if (guard.percent) limit = std::min(limit, static_cast<std::int64_t>(users) * *guard.percent / kHundred);
  return std::max<std::int64_t>(limit, 1);
}

LeavingGate::Pass LeavingGate::enter(const LeavingGuard& guard, Store& store, const std::string& endpoint,
                                     const std::string& id, std::size_t users, TimePoint now,
                                     const std::function<void()>& onHold) {
  if (!guard.isOn()) return {};
  const std::lock_guard lock(mutex_);
  std::multiset<std::string>& here = onTheirWay_[endpoint];
  const auto confirmed = store.leavingConfirmedUntil(endpoint);
  if (!confirmed || *confirmed <= now) {
    const std::int64_t left = store.countLeavings(endpoint, id, now - kLeavingWindow);
    const auto leaving = static_cast<std::int64_t>(here.size() - here.count(id));
    const std::int64_t limit = leavingLimit(guard, users);
    if (left + leaving >= limit) {
      if (holding_.insert(endpoint).second) onHold();
      throw scim::Error(503, scim::ScimType::None,
                        std::to_string(left + leaving) +
                            " users were disabled or deleted within an hour, the most that leaving_guard "
                            "allows; if that is right, let an administrator run `scim2ldap state "
                            "confirm-leaving --endpoint " +
                            endpoint + "`");
    }
  }
  holding_.erase(endpoint);
  here.insert(id);
  return {*this, endpoint, id};
}

void LeavingGate::Pass::release() {
  if (gate_ == nullptr) return;
  const std::lock_guard lock(gate_->mutex_);
  std::multiset<std::string>& here = gate_->onTheirWay_[endpoint_];
  if (const auto found = here.find(id_); found != here.end()) here.erase(found);
  gate_ = nullptr;
}

}  // namespace scim2ldap::connector
