#pragma once

#include "connector/provisioning/CheckReport.h"
#include "connector/provisioning/DirectoryCheck.h"
#include "ldap/Directory.h"
#include "mappings/Mapping.h"

namespace scim2ldap::connector {

/// Looks for what others have put into the directory and an endpoint has to reckon with: groups outside of
/// the mapped ones that would go on listing who is deleted, and numbers that a counter is still to give.
/// \param rehearse  also tries whether the service account may take names out of such groups, by removing one
///                  that they do not list
/// \throws ldap::Error  when the directory cannot be asked
void checkForeignEntries(const mappings::Mapping& mapping, ldap::Directory& directory, Rehearse rehearse,
                         CheckReport& report);

}  // namespace scim2ldap::connector
