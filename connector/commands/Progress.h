#pragma once

#include <cstdint>
#include <ostream>

namespace scim2ldap::connector {

/// A bar on the terminal of somebody who waits. Where standard error is no terminal, there is none. Not
/// thread-safe.
class Progress {
 public:
  /// \param total  of what is to be done
  Progress(std::ostream& out, bool isTerminal, std::int64_t total);
  /// Takes the bar away.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(std::int64_t done);
  /// Takes the bar away until it is shown next: for a line in between.
  void hide();

 private:
  std::ostream& out_;
  bool isTerminal_;
  std::int64_t total_;
  bool isShown_ = false;
};

}  // namespace scim2ldap::connector
