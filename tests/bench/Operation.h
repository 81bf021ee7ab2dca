#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "tests/bench/Load.h"

namespace scim2ldap::bench {

/// The same work by way of the connector and straight over libldap.
struct Operation {
  std::string name;
  std::vector<std::size_t> clients;  ///< how many at once, one measurement each
  double target = 0;                 ///< least ours : floor in operations a second
  std::function<Client(std::size_t client)> ours;
  std::function<Client(std::size_t client)> floor;
  std::function<void()> before = [] {};  ///< each measurement of either side
};

}  // namespace scim2ldap::bench
