#pragma once

#include <string>

#include "connector/config/Configuration.h"
#include "connector/provisioning/CheckReport.h"
#include "connector/provisioning/DirectoryCheck.h"
#include "connector/store/Store.h"
#include "ldap/Directory.h"

namespace scim2ldap::connector {

/// Looks whether an endpoint's fallback group, where it has one, can take members: whether it is there, of a
/// class that lists them as the mapping does, the service account's to write, and no client's.
/// \param store     the side table; nullptr where there is none yet
/// \param rehearse  also tries whether its members may be changed, by removing one that it does not list
/// \throws ldap::Error, StoreError  when they cannot be asked
void checkFallbackGroup(const EndpointConfiguration& endpoint, const std::string& idAttribute,
                        ldap::Directory& directory, Store* store, Rehearse rehearse, CheckReport& report);

}  // namespace scim2ldap::connector
