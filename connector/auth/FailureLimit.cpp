#include "connector/auth/FailureLimit.h"

#include <algorithm>
#include <utility>

#include "connector/log/PeerNetwork.h"

namespace scim2ldap::connector {

std::optional<FailureLimit::Excess> FailureLimit::fail(std::string_view peer, std::size_t most,
                                                       Clock::time_point now) {
  if (most == 0) return std::nullopt;
  std::string key = networkOf(peer);
  const std::lock_guard lock(mutex_);
  const auto known = byKey_.find(key);
  if (known != byKey_.end()) {
    windows_.splice(windows_.begin(), windows_, known->second);
  } else {
    windows_.push_front({key, now});
    byKey_.emplace(std::move(key), windows_.begin());
    if (windows_.size() > kMostAddresses) {
      byKey_.erase(windows_.back().key);
      windows_.pop_back();
    }
  }
  Window& window = windows_.front();
  if (now - window.begin >= kWindow) window = {window.key, now, 0, window.untold};
  ++window.failures;
  if (window.failures <= most) return std::nullopt;
  const auto left = std::chrono::ceil<std::chrono::seconds>(window.begin + kWindow - now);
  Excess excess{.wait = std::max(left, std::chrono::seconds(1)), .isFirst = window.failures == most + 1};
  if (excess.isFirst) excess.untold = std::exchange(window.untold, 0);
  ++window.untold;
  return excess;
}

std::size_t FailureLimit::addresses() const {
  const std::lock_guard lock(mutex_);
  return windows_.size();
}

}  // namespace scim2ldap::connector
