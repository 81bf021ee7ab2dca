#pragma once

#include <filesystem>

#include "connector/config/OAuthPolicy.h"
#include "connector/config/SectionValues.h"

namespace scim2ldap::connector {

/// Reads `[endpoint.oauth]`.
/// \param folder  of the configuration file; relative paths start here
[[nodiscard]] OAuthPolicy readOAuth(Section& section, const std::filesystem::path& folder,
                                    const Problems& problems);

}  // namespace scim2ldap::connector
