#pragma once

#include <string>
#include <vector>

namespace scim2ldap::connector {

/// Prints rows in columns, the first of them the head. Cells may come from clients.
void printColumns(std::vector<std::vector<std::string>> rows);

}  // namespace scim2ldap::connector
