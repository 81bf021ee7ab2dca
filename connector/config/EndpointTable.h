#pragma once

#include <filesystem>

#include "connector/config/Configuration.h"
#include "connector/config/SectionValues.h"

namespace scim2ldap::connector {

/// An endpoint, its mapping and fallback group not yet placed under the directory's base, and where its parts
/// stand.
struct EndpointTable {
  EndpointConfiguration configuration{};
  mappings::SourceLocation nameWhere{};
  mappings::SourceLocation basePathsWhere{};
  mappings::SourceLocation directoryWhere{};
  mappings::SourceLocation fallbackWhere{};
  mappings::SourceLocation rolesWhere{};
  mappings::SourceLocation oauthWhere{};
};

/// Reads one `[[endpoint]]` and its mapping file.
/// \param folder  of the configuration file; relative paths start here
[[nodiscard]] EndpointTable readEndpoint(Section& section, const std::filesystem::path& folder,
                                         Problems& problems);

}  // namespace scim2ldap::connector
