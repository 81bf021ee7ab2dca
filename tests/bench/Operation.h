#pragma once

#include <chrono>
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

/// One of the two ways to do an operation.
struct Side {
  std::function<Client(std::size_t client)> client;
  /// Compares the directory with what so many operations have to leave there.
  /// \throws std::runtime_error  with what is not as it has to be
  std::function<void(std::size_t operations)> verify = [](std::size_t) {};
};

/// The same work by way of the connector and straight over libldap.
struct Operation {
  std::string name;
  std::vector<std::size_t> clients;  ///< how many at once, one measurement each
  Wanted wanted;
  Side ours;
  Side floor;
  std::function<void()> before = [] {};  ///< each measurement of either side
  std::size_t counts = 1;                ///< for so many operations
  std::size_t times = 0;                 ///< a run has so many, however long they take; 0: as time allows
  bool takesMade = false;                ///< works on users that createUser made
};

/// Measures one run of one side, and verifies what it left.
[[nodiscard]] Measurement measureRun(const Operation& operation, const Side& side, std::size_t clients,
                                     std::chrono::milliseconds time, WhenBusy whenBusy = WhenBusy::Fail);

}  // namespace scim2ldap::bench
