#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "connector/store/LogRetention.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// Opens the side table, making the file and bringing its schema up to date when needed. WAL,
/// synchronous=FULL; changes that wait at the same time are committed in one transaction.
/// \param retention  of the audit log, which is trimmed with each write; nullopt leaves it as it is: that is
/// the
///                   service's work
/// \param operatedBy  who runs a command, for what the audit log says of commands; "" for the service
/// \throws StoreError  naming the file and the remedy: cannot be opened, damaged, or made by a newer
///                     release; nothing is changed then
[[nodiscard]] std::unique_ptr<Store> openSqliteStore(const std::filesystem::path& file,
                                                     const std::optional<LogRetention>& retention = {},
                                                     const std::string& operatedBy = "");

/// Opens a side table that there is, to look at it: the files stay as they are, and every write throws.
/// \throws StoreError  as openSqliteStore, or when it was made by an older release or is empty yet
[[nodiscard]] std::unique_ptr<Store> openSqliteStoreToRead(const std::filesystem::path& file);

}  // namespace scim2ldap::connector
