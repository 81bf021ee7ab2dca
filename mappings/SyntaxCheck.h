#pragma once

#include <vector>

#include "ldap/Subschema.h"
#include "mappings/Mapping.h"

namespace scim2ldap::mappings {

/// Whether values of the attribute are DNs. RFC 4517 §3.3.9, §3.3.21
[[nodiscard]] bool holdsNames(const ldap::AttributeType& type);

/// Whether a rule's conversion gives values of the attribute's syntax, and whether the directory can compare
/// them as the rule's `searchable` says.
[[nodiscard]] std::vector<Problem> checkSyntax(const ResourceMapping& mapping, const AttributeRule& rule,
                                               const ldap::AttributeType& type);

}  // namespace scim2ldap::mappings
