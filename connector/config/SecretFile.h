#pragma once

#include <filesystem>
#include <string>

namespace scim2ldap::connector {

/// Whether the files that a configuration names for secrets and certificates are opened and checked.
enum class Secrets { Read, LeftOut };

/// The secret in a file: its text without the line break at the end.
/// \throws std::invalid_argument  it cannot be read, group or others can read it, or it is empty; with remedy
[[nodiscard]] std::string readSecretFile(const std::filesystem::path& file);

/// \throws std::invalid_argument  the file cannot be read
void requireReadable(const std::filesystem::path& file);

/// As requireReadable; also refuses a file that everybody can read. A group may: Debian's ssl-cert does so.
/// \throws std::invalid_argument
void requirePrivateKey(const std::filesystem::path& file);

}  // namespace scim2ldap::connector
