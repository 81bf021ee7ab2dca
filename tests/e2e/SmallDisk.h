#pragma once

#include <filesystem>
#include <string>

#include "tests/support/ConnectorProcess.h"

namespace scim2ldap::test {

/// Makes the disk of a connector's state folder full, and gives it room again: a small file system of its own
/// (tmpfs) where the test may mount one, else a limit on the size of the connector's files (RLIMIT_FSIZE).
class SmallDisk {
 public:
  enum class By { FileSystem, FileLimit };

  /// Puts the folder there; restarts the connector.
  /// \throws std::runtime_error  it cannot be mounted
  SmallDisk(ConnectorProcess& connector, By by);
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  /// Whether this process may mount file systems.
  [[nodiscard]] static bool mayMount();

  /// Leaves room for so many pages of 4 KiB; a limit on files leaves none.
  void fill(std::size_t pages = 0);
  void giveRoom();

 private:
  void limitFiles(std::uintmax_t bytes) const;

  ConnectorProcess& connector_;
  By by_;
  std::filesystem::path folder_;
  bool isMounted_ = false;
};

}  // namespace scim2ldap::test
