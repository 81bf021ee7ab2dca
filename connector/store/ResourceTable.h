#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "connector/store/Database.h"

namespace scim2ldap::connector {

/// The statements on the table `resource`; what they mean stands at Store. Writers call within a transaction.
[[nodiscard]] std::optional<ResourceRow> findResource(Database& database, const ResourceKey& key);
[[nodiscard]] std::vector<ResourceRow> readResources(Database& database, const std::string& endpoint,
                                                     const std::string& type, const std::string& after,
                                                     std::size_t limit);
[[nodiscard]] std::vector<std::string> idsByExternalId(Database& database, const std::string& endpoint,
                                                       const std::string& type,
                                                       const std::string& externalId);
[[nodiscard]] std::map<std::string, std::int64_t> countResources(Database& database,
                                                                 const std::string& endpoint);

/// Removals take place before upserts, so that an id or an externalId can change hands in one change set.
/// \throws ExternalIdTaken
void writeResources(Database& database, const std::vector<ResourceKey>& removals,
                    const std::vector<ResourceRow>& upserts);

}  // namespace scim2ldap::connector
