#pragma once

#include <optional>
#include <vector>

#include "connector/store/Database.h"
#include "connector/store/LogRetention.h"

namespace scim2ldap::connector {

/// Appends to the audit log. Within a transaction.
void appendLog(Database& database, const std::vector<LogRow>& rows);

/// Removes the oldest rows that are not to be kept, at most `portion` of them, so that no commit waits long.
void trimLog(Database& database, const LogRetention& retention, TimePoint now, std::int64_t portion);

/// As Store::log.
[[nodiscard]] std::vector<LogRow> readLog(Database& database, std::size_t limit,
                                          std::optional<std::int64_t> before);

/// As Store::logAfter.
[[nodiscard]] std::vector<LogRow> readLogAfter(Database& database, std::int64_t after, std::size_t limit);

}  // namespace scim2ldap::connector
