#pragma once

#include <filesystem>
#include <string>

namespace scim2ldap::connector {

/// A path as the configuration has it: relative ones start at the configuration's folder, and those that
/// begin with "$CREDENTIALS_DIRECTORY/" in the folder where systemd puts what LoadCredential= names.
/// \throws std::invalid_argument  there is no such folder, with remedy
[[nodiscard]] std::filesystem::path configuredPath(const std::filesystem::path& folder,
                                                   const std::string& text);

/// Whether systemd has put the file there. It opens such a file to the service's user by an access control
/// list, the mask of which shows as the group's right to read.
[[nodiscard]] bool isCredential(const std::filesystem::path& file);

}  // namespace scim2ldap::connector
