#pragma once

#include <filesystem>

#include "connector/config/Configuration.h"
#include "connector/config/TableReader.h"

namespace scim2ldap::connector {

/// Reads `[server]`: SCIM clients come here.
/// \param folder  of the configuration file; relative paths start here
void readServer(const TomlValue& table, const std::filesystem::path& folder, ServerSettings& settings,
                Problems& problems);

/// Reads `[admin]`: the same keys, and `allow_remote`, without which it must be a loopback address.
void readAdmin(const TomlValue& table, const std::filesystem::path& folder, ServerSettings& settings,
               Problems& problems);

}  // namespace scim2ldap::connector
