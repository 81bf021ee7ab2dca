#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "connector/store/Database.h"

namespace scim2ldap::connector {

/// The statements on the tables `leaving` and `leaving_confirmed`; what they mean stands at Store. Writers
/// call within a transaction.
void writeLeavings(Database& database, const std::vector<LeavingRow>& rows);
[[nodiscard]] std::int64_t countLeavings(Database& database, const std::string& endpoint,
                                         const std::string& exceptId, TimePoint since);
void confirmLeaving(Database& database, const std::string& endpoint, TimePoint until);
[[nodiscard]] std::optional<TimePoint> leavingConfirmedUntil(Database& database, const std::string& endpoint);

}  // namespace scim2ldap::connector
