#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connector/provisioning/DirectoryView.h"
#include "ldap/Filter.h"
#include "scim/Filter.h"

namespace scim2ldap::connector {

/// An LDAP filter that finds at least the entries whose resources meet the SCIM filter: the mapping's
/// translation, and beside it what only the connector knows: `id`, `externalId` (side table) and `members`.
/// \returns nullopt when every entry is a candidate
/// \throws scim::Error  400 invalidFilter; ldap::Error when ids have to be looked up
[[nodiscard]] std::optional<ldap::Filter> candidateFilter(
    const scim::Filter& filter, Kind kind, DirectoryView& view,
    const std::function<std::vector<std::string>(const std::string& externalId)>& idsByExternalId);

/// Whether the filter can find no entry at all.
[[nodiscard]] bool isNothing(const ldap::Filter& filter);

/// Whether the filter says anything about the core attribute of that name.
[[nodiscard]] bool namesAttribute(const scim::Filter& filter, std::string_view name);

}  // namespace scim2ldap::connector
