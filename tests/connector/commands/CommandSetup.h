#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tests/support/TemporaryFolder.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// What a run of the program came to.
struct CommandRun {
  int status = 0;
  std::string output{};
  std::string errors{};

  [[nodiscard]] bool says(std::string_view text) const {
    return output.find(text) != std::string::npos || errors.find(text) != std::string::npos;
  }
};

/// Runs the program to its end.
/// \param arguments  as a shell reads them, without --config
/// \param folder     takes what it prints
[[nodiscard]] CommandRun runCommand(const std::string& arguments, const std::filesystem::path& configuration,
                                    const TemporaryFolder& folder);

/// A configuration for one endpoint on a TemporarySlapd, and runs of the program on it. Not thread-safe.
class CommandSetup {
 public:
  /// \param mapping  a shipped mapping's name
  explicit CommandSetup(const TemporarySlapd& directory, const std::string& mapping = "inetorgperson.toml");

  /// Replaces a text in the mapping, which is a copy of the shipped one. \throws std::runtime_error without
  /// it
  void replaceInMapping(const std::string& text, const std::string& by);
  /// The same in the configuration.
  void replaceInConfiguration(const std::string& text, const std::string& by);
  void setPassword(const std::string& password);

  /// \param arguments  as a shell reads them, without --config
  [[nodiscard]] CommandRun run(const std::string& arguments) const;

  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }
  std::filesystem::path write(const std::string& name, std::string_view content) const {
    return folder_.write(name, content);
  }

 private:
  void replace(const std::string& name, const std::string& text, const std::string& by) const;

  TemporaryFolder folder_;
};

/// All entries below the base with all attributes, as the administrator sees them.
[[nodiscard]] std::string dump(const TemporarySlapd& directory);

}  // namespace scim2ldap::test
