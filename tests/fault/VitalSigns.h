#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>

namespace scim2ldap::test {

/// How much of the machine a program has taken.
struct VitalSigns {
  std::int64_t residentKiB = 0;  ///< 0: it is not running
  std::int64_t threads = 0;
};

/// Of a program of this user; all zero when there is none of that id, or it has died.
[[nodiscard]] VitalSigns vitalSigns(pid_t pid);

/// 0 where there is no such file.
[[nodiscard]] std::int64_t fileKiB(const std::filesystem::path& file);

}  // namespace scim2ldap::test
