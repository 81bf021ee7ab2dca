#pragma once

#include "connector/config/Configuration.h"
#include "connector/provisioning/CheckReport.h"
#include "mappings/Mapping.h"

namespace scim2ldap::connector {

/// Looks whether the directory lets the service account see all entries that a search finds: by listing
/// users and groups as requests will, and by a search below the directory's base, which has the most to find.
/// \throws ldap::Error  when the directory cannot be asked
void checkSearchLimit(const mappings::Mapping& mapping, const DirectoryConfiguration& directory,
                      CheckReport& report);

}  // namespace scim2ldap::connector
