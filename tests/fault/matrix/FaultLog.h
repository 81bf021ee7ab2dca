#pragma once

#include <map>
#include <string>
#include <vector>

#include "connector/store/Store.h"

namespace scim2ldap::test {

/// What rows of the audit log tell, in a form that can be compared. A value.
struct FaultLog {
  /// What requests carried out, sorted: "PATCH User anna 200".
  std::vector<std::string> done{};
  /// The request ids of what was refused, sorted.
  std::vector<std::string> refused{};
  /// How many plans were set aside.
  std::size_t halfDone = 0;
  /// Of each user's id: how often he was put into the fallback group by a row of its own, less how often he
  /// was taken out.
  std::map<std::string, int> fallback{};
};

/// \param group  the RDN of the fallback group, "cn=basic"
[[nodiscard]] FaultLog faultLogOf(const std::vector<connector::LogRow>& rows, const std::string& group);

}  // namespace scim2ldap::test
