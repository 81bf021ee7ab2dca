#pragma once

#include <string>

#include "connector/config/Configuration.h"
#include "connector/provisioning/DirectoryView.h"
#include "connector/store/Store.h"
#include "ldap/Entry.h"

namespace scim2ldap::connector {

// What a lost row can be made of: the entry. Pure.

/// The attribute that the mapping writes the externalId to as it is (value = "{externalId}"); "": none.
[[nodiscard]] std::string externalIdAttribute(const mappings::ResourceMapping& mapping);

/// The row of somebody who is in the directory and whom no client has spoken of. The role stays the one that
/// the directory shows until a client gives one: see isLeftToOthers.
/// \param now  stands in for times that the entry does not tell
[[nodiscard]] ResourceRow rebuiltRow(const EndpointConfiguration& endpoint, Kind kind,
                                     const mappings::ResourceMapping& mapping, const ldap::Entry& entry,
                                     const std::string& idAttribute, TimePoint now);

}  // namespace scim2ldap::connector
