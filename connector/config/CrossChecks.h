#pragma once

#include <vector>

#include "connector/config/DirectoryTable.h"
#include "connector/config/EndpointTable.h"

namespace scim2ldap::connector {

/// Checks what no table can check alone: two of one name, directories that do not exist, base paths that are
/// equal or lie below each other, endpoints that take the same JWT.
void checkTogether(const std::vector<DirectoryTable>& directories,
                   const std::vector<EndpointTable>& endpoints, Problems& problems);

}  // namespace scim2ldap::connector
