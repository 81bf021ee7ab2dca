#pragma once

#include <filesystem>

#include "connector/config/Configuration.h"
#include "connector/config/SecretFile.h"
#include "connector/config/SectionValues.h"

namespace scim2ldap::connector {

/// Reads `[server]`: SCIM clients come here.
/// \param folder  of the configuration file; relative paths start here
void readServer(Section& section, const std::filesystem::path& folder, Secrets secrets,
                ServerSettings& settings);

/// Reads `[admin]`: the same keys, and `allow_remote`, without which it must be a loopback address.
void readAdmin(Section& section, const std::filesystem::path& folder, Secrets secrets,
               ServerSettings& settings);

}  // namespace scim2ldap::connector
