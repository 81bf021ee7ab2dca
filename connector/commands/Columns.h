#pragma once

#include <string>
#include <vector>

namespace scim2ldap::connector {

/// Prints rows in columns, the first of them the head.
void printColumns(const std::vector<std::vector<std::string>>& rows);

}  // namespace scim2ldap::connector
