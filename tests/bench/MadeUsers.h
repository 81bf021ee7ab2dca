#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace scim2ldap::bench {

/// A user that an operation has made, on either side, for operations to come.
struct MadeUser {
  std::size_t number = 0;
  std::string id{};  ///< only of those made by the connector
  bool active = true;
};

/// The users made on one side of a stage. Thread-safe but for `all`.
class MadeUsers {
 public:
  /// A number that no user had before.
  std::size_t nextNumber() {
    const std::lock_guard lock(mutex_);
    return next_++;
  }
  void add(MadeUser user) {
    const std::lock_guard lock(mutex_);
    all_.push_back(std::move(user));
  }
  /// Takes the one that was made last.
  std::optional<MadeUser> take() {
    const std::lock_guard lock(mutex_);
    if (all_.empty()) return std::nullopt;
    MadeUser user = std::move(all_.back());
    all_.pop_back();
    return user;
  }
  /// Only while nobody adds or takes.
  [[nodiscard]] std::vector<MadeUser>& all() { return all_; }

 private:
  std::mutex mutex_;
  std::vector<MadeUser> all_;
  std::size_t next_ = 0;
};

/// Those of both sides.
struct Made {
  MadeUsers ours;  ///< called "ours"
  MadeUsers raw;   ///< called "raw"
};

}  // namespace scim2ldap::bench
