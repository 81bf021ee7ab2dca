#pragma once

#include <optional>
#include <string>

#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// What a row of the side table says that it did not say before, for the audit log: externalId, roles and
/// origin with their values, attributes that the directory cannot hold by their names.
/// \param before  nullopt: there was no row
[[nodiscard]] std::string changeText(const std::optional<ResourceRow>& before, const ResourceRow& after);

}  // namespace scim2ldap::connector
