#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace scim2ldap::bench {

/// A user that an operation has made, on either side, for operations to come.
struct MadeUser {
  std::size_t number = 0;
  std::string id{};  ///< only of those made by the connector
  std::string title = "Engineer";
  bool active = true;
};

/// The users made on one side of a stage, who is taken no more among them. Thread-safe.
class MadeUsers {
 public:
  /// A number that no user had before.
  std::size_t nextNumber() {
    const std::lock_guard lock(mutex_);
    return next_++;
  }
  /// Puts one behind all others.
  void add(MadeUser user) {
    const std::lock_guard lock(mutex_);
    users_.push_back(std::move(user));
  }
  std::optional<MadeUser> takeFirst() {
    const std::lock_guard lock(mutex_);
    if (users_.empty()) return std::nullopt;
    MadeUser user = std::move(users_.front());
    users_.pop_front();
    return user;
  }
  std::optional<MadeUser> takeLast() {
    const std::lock_guard lock(mutex_);
    if (users_.empty()) return std::nullopt;
    MadeUser user = std::move(users_.back());
    users_.pop_back();
    return user;
  }
  /// Those who were added last, or all where there are not so many.
  [[nodiscard]] std::vector<MadeUser> latest(std::size_t count) const {
    const std::lock_guard lock(mutex_);
    const auto those = static_cast<std::ptrdiff_t>(std::min(count, users_.size()));
    return {users_.end() - those, users_.end()};
  }

 private:
  mutable std::mutex mutex_;
  std::deque<MadeUser> users_;
  std::size_t next_ = 0;
};

/// Those of both sides.
struct Made {
  MadeUsers ours;  ///< called "ours"
  MadeUsers raw;   ///< called "raw"
};

}  // namespace scim2ldap::bench
