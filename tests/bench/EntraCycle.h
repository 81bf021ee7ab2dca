#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/bench/CyclePlan.h"
#include "tests/bench/Load.h"
#include "tests/bench/Stage.h"

namespace scim2ldap::bench {

/// What Microsoft Entra ID sends in an initial cycle, into an empty directory, in its order.
class EntraCycle {
 public:
  /// So many requests are under way at once.
  static constexpr std::size_t kClients = 8;

  EntraCycle(const Stage& stage, const CyclePlan& plan);

  /// Asks for each user and group by the matching attribute, and finds nobody.
  Measurement match();
  Measurement createUsers();
  Measurement createGroups();
  Measurement setManagers();
  Measurement addMembers();

 private:
  /// What is done for the n-th of `count`; tells how far it is.
  Measurement each(const std::string& part, std::size_t count,
                   const std::function<void(KeepAliveClient&, std::size_t n)>& send);

  const Stage& stage_;
  const CyclePlan& plan_;
  std::vector<std::string> userIds_;
  std::vector<std::string> groupIds_;
};

}  // namespace scim2ldap::bench
