#pragma once

#include <filesystem>

namespace scim2ldap::connector {

/// The right of one process to carry out plans with a state file; ends with the object, or with the process
/// however that ends. Commands that only read or make tokens go without.
class StateLock {
 public:
  /// Makes the folder of the state file where there is none.
  /// \throws StoreError  when another process has it, naming that process
  explicit StateLock(const std::filesystem::path& stateFile);
  StateLock(const StateLock&) = delete;
  StateLock& operator=(const StateLock&) = delete;
  ~StateLock();

  /// Whether a process has it. Makes nothing.
  [[nodiscard]] static bool isHeld(const std::filesystem::path& stateFile);

 private:
  int descriptor_ = -1;
};

}  // namespace scim2ldap::connector
