#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "connector/store/LogRetention.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// Opens the side table, making the file and bringing its schema up to date when needed. WAL,
/// synchronous=FULL; one writer thread commits all waiting changes in one transaction.
/// \param retention  of the audit log, which is trimmed with each write; nullopt leaves it as it is: that is the
///                   service's work
/// \throws StoreError  naming the file and the remedy: cannot be opened, damaged, or made by a newer release
[[nodiscard]] std::unique_ptr<Store> openSqliteStore(const std::filesystem::path& file,
                                                     const std::optional<LogRetention>& retention = {});

}  // namespace scim2ldap::connector
