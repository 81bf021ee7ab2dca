#pragma once

#include <filesystem>

namespace scim2ldap::connector {

/// Makes sure that the file exists and that nobody else can read it: the folder is made with mode 0700, the
/// file with 0600; existing ones that are open to group or others are refused.
/// \throws StoreError  naming the file or folder and the remedy
void prepareStateFile(const std::filesystem::path& file);

}  // namespace scim2ldap::connector
