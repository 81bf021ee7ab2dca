#pragma once

#include <string>

#include "connector/config/Configuration.h"
#include "connector/provisioning/CheckReport.h"
#include "connector/provisioning/DirectoryCheck.h"
#include "ldap/Directory.h"

namespace scim2ldap::connector {

/// Looks whether the groups of an endpoint's roles are there and can list users.
/// \throws ldap::Error  when the directory cannot be asked
void checkRoleGroups(const EndpointConfiguration& endpoint, const std::string& idAttribute,
                     ldap::Directory& directory, CheckReport& report);

/// Beside it, whether mapping and policy fit: roles of the mapping that the policy gives nobody, and a
/// mapping of roles where there is no policy. \param rehearse  also tries whether the service account may
/// change the groups' members, by removing one that
///                  they do not list
/// \throws ldap::Error  when the directory cannot be asked
void checkRoles(const EndpointConfiguration& endpoint, const std::string& idAttribute,
                ldap::Directory& directory, Rehearse rehearse, CheckReport& report);

}  // namespace scim2ldap::connector
