#pragma once

#include <map>
#include <string>
#include <vector>

#include "connector/store/Store.h"
#include "ldap/Entry.h"

namespace scim2ldap::test {

/// Everything that directory and side table hold, line by line, in a form that is the same in every run: ids
/// are written as DNs, numbers that were allocated, times and passwords are left out. A value.
class FaultState {
 public:
  /// "entry uid=anna,ou=people", "row User uid=anna,ou=people" -> what it holds
  std::map<std::string, std::string> lines{};

  bool operator==(const FaultState&) const = default;

  /// The lines whose key has this in it.
  [[nodiscard]] FaultState about(const std::string& part) const;
  [[nodiscard]] std::size_t plansSetAside() const;
  /// What is different, for people.
  [[nodiscard]] std::string differenceTo(const FaultState& other) const;
};

/// \throws std::runtime_error  when two entries have one allocated number
[[nodiscard]] FaultState stateOf(const std::vector<ldap::Entry>& entries, connector::Store& store,
                                 const std::string& base);

}  // namespace scim2ldap::test
