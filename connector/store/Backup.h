#pragma once

#include <cstdint>
#include <filesystem>

namespace scim2ldap::connector {

/// What a backup came to.
struct Backup {
  std::uintmax_t bytes = 0;
  std::int64_t resources = 0;  ///< users and groups in it
  std::int64_t leftOut = 0;    ///< plans that were under way: see backUp
};

/// Copies the side table as it is at one moment, whoever writes to it meanwhile, into a file that only its
/// owner may read. The copy is checked and durable when this returns; before that nothing stands under its
/// name. Plans that are under way are not in it: by the time that it is restored they have long been carried
/// out or undone, and nobody may take them up again.
/// \throws StoreError  naming the file and the remedy, also when the target is there already
Backup backUp(const std::filesystem::path& stateFile, const std::filesystem::path& target);

}  // namespace scim2ldap::connector
