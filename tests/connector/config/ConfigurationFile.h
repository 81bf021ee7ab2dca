#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tests/support/TemporaryFolder.h"

namespace scim2ldap::test {

/// A folder with a configuration file that can be read, and what it names: a mapping file and a password.
class ConfigurationFile {
 public:
  /// The text of a small, correct configuration.
  static const std::string kText;

  explicit ConfigurationFile(std::string_view text = kText);

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }
  /// Writes a file beside it. \returns its path
  std::filesystem::path write(const std::string& name, std::string_view content, unsigned mode = 0600) const;

 private:
  TemporaryFolder folder_;
  std::filesystem::path file_;
};

/// The text with the first occurrence of `what` replaced.
/// \throws std::runtime_error  when it does not occur
[[nodiscard]] std::string replaced(std::string text, std::string_view what, std::string_view with);

}  // namespace scim2ldap::test
