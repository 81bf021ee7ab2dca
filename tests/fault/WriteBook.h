#pragma once

#include <mutex>
#include <string>
#include <vector>

namespace scim2ldap::test {

/// The writes that became true, each of which the audit log is to hold once. Thread-safe.
class WriteBook {
 public:
  struct Write {
    std::string method;
    std::string id;  ///< of the resource
    /// false: its resource was removed by another client, and nobody can say whether it became true before.
    bool isCertain = true;
  };

  void add(Write write) {
    const std::lock_guard lock(mutex_);
    writes_.push_back(std::move(write));
  }
  /// In the order in which the clients learned of them.
  [[nodiscard]] std::vector<Write> writes() const {
    const std::lock_guard lock(mutex_);
    return writes_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Write> writes_;
};

}  // namespace scim2ldap::test
