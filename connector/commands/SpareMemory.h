#pragma once

#include <cstdint>

namespace scim2ldap::connector {

/// Memory that large answers and the building of the index have taken, and that the process keeps for the
/// next ones. The system gets it back when nobody asks for anything.
class SpareMemory {
 public:
  /// From now on what is freed is kept. Without this the C library gives it back behind each large answer,
  /// and the next one has the kernel make it anew, page by page: most of its time, on some machines.
  SpareMemory();
  /// To be called twice a second or so, by one thread.
  /// \param requests  that have been answered so far
  void look(std::uint64_t requests);

 private:
  std::uint64_t requests_ = 0;
  int quietLooks_ = 0;  ///< one after the other
};

}  // namespace scim2ldap::connector
