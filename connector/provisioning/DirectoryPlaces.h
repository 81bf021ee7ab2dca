#pragma once

#include <string>

#include "connector/provisioning/CheckReport.h"
#include "ldap/Directory.h"
#include "mappings/Mapping.h"

namespace scim2ldap::connector {

/// Looks whether the entries that a mapping names stand in the directory: containers, bases and counters, and
/// whether the attribute that gives ids can be read.
/// \throws ldap::Error  when the directory cannot be asked
void checkPlaces(const mappings::Mapping& mapping, const std::string& idAttribute, ldap::Directory& directory,
                 CheckReport& report);

}  // namespace scim2ldap::connector
