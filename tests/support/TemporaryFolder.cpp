#include "tests/support/TemporaryFolder.h"

#include <cstdlib>
#include <fstream>
#include <system_error>

namespace scim2ldap::test {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "scim2ldap-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryFolder::write(const std::string& name, std::string_view content) const {
  std::ofstream file(path_ / name, std::ios::binary);
  file.exceptions(std::ios::failbit | std::ios::badbit);
  file << content;
  return path_ / name;
}

}  // namespace scim2ldap::test
