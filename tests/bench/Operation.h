#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "tests/bench/Load.h"

namespace scim2ldap::bench {

/// What is wanted of ours, compared with the floor.
struct Wanted {
  enum class Of {
    Rate,  ///< at least so many times the operations a second
    Time   ///< at most so many times the time of one
  };
  Of of;
  double bound;
};

/// The same work by way of the connector and straight over libldap.
struct Operation {
  std::string name;
  std::vector<std::size_t> clients;  ///< how many at once, one measurement each
  Wanted wanted;
  std::function<Client(std::size_t client)> ours;
  std::function<Client(std::size_t client)> floor;
  std::function<void()> before = [] {};  ///< each measurement of either side
  std::size_t counts = 1;                ///< for so many operations
  bool takesMade = false;                ///< works on users that createUser made
};

}  // namespace scim2ldap::bench
