#pragma once

#include <string>
#include <vector>

#include "connector/store/Database.h"

namespace scim2ldap::connector {

/// The statements on the tables `client` and `client_secret`; what they mean stands at Store. Writers call
/// within a transaction.
/// \throws StoreError  the endpoint has a client of that id
void insertClient(Database& database, const ClientRow& client);
[[nodiscard]] std::vector<ClientRow> readClients(Database& database, const std::string& endpoint);
[[nodiscard]] std::optional<std::vector<ClientSecret>> rotateSecret(Database& database,
                                                                    const std::string& endpoint,
                                                                    const std::string& id,
                                                                    const ClientSecret& added,
                                                                    std::optional<TimePoint> overlap);
/// Whether the client is live and has a secret of that hash, which has not expired.
[[nodiscard]] bool hasLiveSecret(Database& database, const std::string& endpoint, const std::string& id,
                                 const std::string& hash, TimePoint now);
[[nodiscard]] bool revokeClient(Database& database, const std::string& endpoint, const std::string& id,
                                TimePoint when);

}  // namespace scim2ldap::connector
