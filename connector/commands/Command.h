#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace scim2ldap::connector {

/// The words behind a command's name, as the shell gave them.
using Arguments = std::span<const std::string>;

inline constexpr std::string_view kDefaultConfigurationFile = "/etc/scim2ldap/scim2ldap.toml";

inline constexpr int kDone = 0;     ///< exit status: done
inline constexpr int kRefused = 1;  ///< exit status: refused or failed
inline constexpr int kUsage = 2;    ///< exit status: the call itself is wrong

/// A call that cannot be understood; `what()` says why. Ends with exit status 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One command of the program.
struct Command {
  std::string name;
  std::string summary;  ///< one line for the list of commands
  std::string usage;    ///< the whole text of `--help`
  /// \returns the exit status
  /// \throws UsageError, or anything else that is told to the user and ends with exit status 1
  std::function<int(Arguments)> run;
};

[[nodiscard]] Command checkCommand();
[[nodiscard]] Command clientCommand();
[[nodiscard]] Command groupCommand();
[[nodiscard]] Command logCommand();
[[nodiscard]] Command previewCommand();
[[nodiscard]] Command serveCommand();
[[nodiscard]] Command stateCommand();
[[nodiscard]] Command tokenCommand();
[[nodiscard]] Command versionCommand();

/// All commands, in the order of the help text.
[[nodiscard]] std::vector<Command> allCommands();

}  // namespace scim2ldap::connector
