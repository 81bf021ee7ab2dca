#pragma once

#include <filesystem>

#include "connector/config/Configuration.h"

namespace scim2ldap::connector {

/// As readConfiguration, but opens none of the files with secrets and certificates: for commands that need
/// neither a directory nor a listener, and work where systemd hands the secrets to the service alone.
/// Passwords in it are empty, and paths of keys and certificates as they are written.
/// \throws mappings::FileError  every problem of all the other files at once
[[nodiscard]] Configuration readBareConfiguration(const std::filesystem::path& file);

}  // namespace scim2ldap::connector
