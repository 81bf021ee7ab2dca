#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace scim2ldap::test {

/// A folder of its own, readable by its owner only, removed with everything in it in the destructor.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Writes a file in the folder. \returns its path
  std::filesystem::path write(const std::string& name, std::string_view content) const;

 private:
  std::filesystem::path path_;
};

}  // namespace scim2ldap::test
