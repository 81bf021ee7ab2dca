#pragma once

#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>

#include "tests/fault/Model.h"

namespace scim2ldap::test {

/// The groups that all clients put their users into. Each is made, renamed and removed by one of them only.
/// Thread-safe.
class SharedGroups {
 public:
  using Random = std::mt19937;

  void add(int owner, const std::string& id, const GroupState& group);
  void rename(const std::string& id, const std::string& displayName);
  /// To be called before the request is sent: from now on others may find it gone.
  void beginRemoval(const std::string& id);

  /// One that nobody is about to remove; "" where there is none.
  [[nodiscard]] std::string any(Random& random) const;
  [[nodiscard]] std::string anyOf(int owner, Random& random) const;
  [[nodiscard]] std::size_t countOf(int owner) const;
  [[nodiscard]] bool isAlive(const std::string& id) const;
  /// As they were made and renamed, without members.
  [[nodiscard]] Groups all() const;

 private:
  struct Group {
    int owner = 0;
    GroupState state;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Group> groups_;
};

}  // namespace scim2ldap::test
