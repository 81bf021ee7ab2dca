#pragma once

#include <filesystem>

#include "connector/config/Configuration.h"
#include "connector/config/SecretFile.h"
#include "connector/config/SectionValues.h"

namespace scim2ldap::connector {

/// A directory, and where its name stands.
struct DirectoryTable {
  DirectoryConfiguration configuration{};
  mappings::SourceLocation nameWhere{};
  bool isPlaintext = false;  ///< what is sent can be read on the network
};

/// Reads one `[[directory]]` and the files with its secrets.
/// \param folder  of the configuration file; relative paths start here
/// \param problems  where the section reports to
[[nodiscard]] DirectoryTable readDirectory(Section& section, const std::filesystem::path& folder,
                                           Secrets secrets, const Problems& problems);

}  // namespace scim2ldap::connector
