#pragma once

#include "connector/store/Database.h"

namespace scim2ldap::connector {

/// Brings the file's schema up to this release's: runs the scripts from `user_version` on, all in one
/// transaction. Several processes may do so at once.
/// \throws StoreError  the file was made by a newer release, or by another program
void migrate(Database& database, const std::filesystem::path& file);

/// For who only reads.
/// \throws StoreError  the file was made by a newer release, by another program, or is empty yet
void requireKnown(Database& database, const std::filesystem::path& file);

/// For who reads all of it.
/// \throws StoreError  as requireKnown, or the file was made by an older release
void requireCurrent(Database& database, const std::filesystem::path& file);

}  // namespace scim2ldap::connector
