#pragma once

#include <optional>
#include <vector>

#include "connector/store/Database.h"

namespace scim2ldap::connector {

inline constexpr std::int64_t kLogRowsKept = 100'000;

/// Appends to the audit log. Within a transaction.
void appendLog(Database& database, const std::vector<LogRow>& rows);

/// Removes the oldest rows beyond the newest `keep`, at most `portion` of them, so that no commit waits long.
void trimLog(Database& database, std::int64_t keep, std::int64_t portion);

/// As Store::log.
[[nodiscard]] std::vector<LogRow> readLog(Database& database, std::size_t limit,
                                          std::optional<std::int64_t> before);

}  // namespace scim2ldap::connector
