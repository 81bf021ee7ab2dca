#pragma once

#include <cstddef>
#include <ostream>
#include <string>

#include "tests/bench/Load.h"

namespace scim2ldap::bench {

/// One line of the table.
struct Line {
  std::string operation;
  std::size_t clients;
  double target;  ///< ratio
  Measurement ours;
  Measurement floor;
  long residentMemory;  ///< of the connector behind it, in KiB
};

/// Prints each line as soon as it is known, as a table for people or as JSON.
class Report {
 public:
  /// \param users  that the directory holds at the beginning
  Report(std::ostream& stream, bool json, std::size_t users);
  void add(const Line& line);

 private:
  std::ostream& stream_;
  bool json_;
};

}  // namespace scim2ldap::bench
