#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connector/store/Database.h"

namespace scim2ldap::connector {

/// The statements on the table `fallback`; what they mean stands at Store. Writers call within a transaction.
void writeFallback(Database& database, const std::vector<FallbackRow>& rows);
/// Removes the rows of users who are removed.
void removeFallback(Database& database, const std::vector<ResourceKey>& users);
[[nodiscard]] std::optional<FallbackRow> findFallback(Database& database, const std::string& endpoint,
                                                      const std::string& id);
[[nodiscard]] std::vector<FallbackRow> readFallback(Database& database, const std::string& endpoint,
                                                    const std::string& after, std::size_t limit);
[[nodiscard]] std::vector<FallbackRow> readFallbackDue(Database& database, const std::string& endpoint,
                                                       TimePoint now, std::size_t limit);
std::int64_t makeFallbackDue(Database& database, const std::string& endpoint);

}  // namespace scim2ldap::connector
