#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "connector/config/LeavingGuard.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The time in which leavings are counted.
inline constexpr std::chrono::hours kLeavingWindow{1};

/// Lets users leave, that is be disabled or deleted, one by one until an endpoint has reached its limit for
/// an hour. Counts what the side table tells and who is just on his way. Thread-safe.
class LeavingGate {
 public:
  /// Keeps a user counted while he is on his way out; the side table counts him from then on.
  class Pass {
   public:
    Pass() = default;
    Pass(LeavingGate& gate, std::string endpoint, std::string id)
        : gate_(&gate), endpoint_(std::move(endpoint)), id_(std::move(id)) {}
    ~Pass() { release(); }
    Pass(Pass&& other) noexcept { *this = std::move(other); }
    Pass& operator=(Pass&& other) noexcept {
      release();
      gate_ = std::exchange(other.gate_, nullptr);
      endpoint_ = std::move(other.endpoint_);
      id_ = std::move(other.id_);
      return *this;
    }

   private:
    void release();

    LeavingGate* gate_ = nullptr;
    std::string endpoint_;
    std::string id_;
  };

  /// \param users   how many the endpoint has, for a limit in percent
  /// \param onHold  called when the first one is held after others could leave
  /// \throws scim::Error  503 when the limit is reached
  [[nodiscard]] Pass enter(const LeavingGuard& guard, Store& store, const std::string& endpoint,
                           const std::string& id, std::size_t users, TimePoint now,
                           const std::function<void()>& onHold);

 private:
  std::mutex mutex_;
  std::set<std::string> holding_;  ///< endpoints whose users are held; guarded by mutex_
  std::map<std::string, std::multiset<std::string>> onTheirWay_;  ///< endpoint -> ids; guarded by mutex_
};

/// How many users may leave within an hour: the smaller of the guard's limits, at least 1.
[[nodiscard]] std::int64_t leavingLimit(const LeavingGuard& guard, std::size_t users);

}  // namespace scim2ldap::connector
