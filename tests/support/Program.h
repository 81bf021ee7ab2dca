#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace scim2ldap::test {

/// Starts a program with its output in a file and no other open files. It is killed when the calling thread
/// ends, so that a crashed test leaves nothing behind.
/// \returns its process id; the caller waits for it
[[nodiscard]] pid_t startProgram(const std::vector<std::string>& command,
                                 const std::filesystem::path& outputFile);

/// Runs a program to its end.
/// \throws std::runtime_error  with its output when it does not exit with 0
void runProgram(const std::vector<std::string>& command, const std::filesystem::path& outputFile);

/// All of a file; "" when it cannot be read.
[[nodiscard]] std::string readFile(const std::filesystem::path& file);

}  // namespace scim2ldap::test
