#include "tests/fault/VitalSigns.h"

#include <fstream>
#include <string>
#include <system_error>

namespace scim2ldap::test {

VitalSigns vitalSigns(pid_t pid) {
  const std::filesystem::path folder = "/proc/" + std::to_string(pid);
  VitalSigns signs;
  std::ifstream status(folder / "status");
  for (std::string word; status >> word;) {
    if (word == "VmRSS:") status >> signs.residentKiB;
    if (word == "Threads:") status >> signs.threads;
  }
  if (signs.residentKiB == 0) return {};
  return signs;
}

std::int64_t fileKiB(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  return error ? 0 : static_cast<std::int64_t>(size / 1024);
}

}  // namespace scim2ldap::test
