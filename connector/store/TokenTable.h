#pragma once

#include <string>
#include <vector>

#include "connector/store/Database.h"

namespace scim2ldap::connector {

/// The statements on the table `token`; what they mean stands at Store. A token is live until it is revoked
/// or expired. Of the tokens of an OAuth client the newest hundred are kept. Writers call within a
/// transaction. \returns how many live tokens of the same client had to go \throws StoreError  the endpoint
/// has a live token of that name
std::int64_t insertToken(Database& database, const TokenRow& token);
[[nodiscard]] std::vector<TokenRow> readTokens(Database& database, const std::string& endpoint);
[[nodiscard]] std::optional<TokenRow> findToken(Database& database, const std::string& hash);
[[nodiscard]] bool revokeToken(Database& database, const std::string& endpoint, const std::string& name,
                               TimePoint when);
void removeExpiredTokens(Database& database, TimePoint when);
void touchToken(Database& database, const std::string& endpoint, const std::string& hash, TimePoint when);

}  // namespace scim2ldap::connector
