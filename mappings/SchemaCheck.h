#pragma once

#include <vector>

#include "ldap/Subschema.h"
#include "mappings/Mapping.h"

namespace scim2ldap::mappings {

/// Compares a mapping with a directory's schema: unknown object classes and attributes (with a suggestion),
/// attributes that no listed object class allows, MUST attributes that no rule always writes, several values
/// into a SINGLE-VALUE attribute, attributes that users may not modify, conversions that do not fit the
/// syntax, a naming attribute that is multi-valued, a placeholder where empty groups are allowed, or its lack
/// where they are not.
/// \returns every problem, in the order of the file
[[nodiscard]] std::vector<Problem> checkAgainstSchema(const Mapping& mapping, const ldap::Subschema& schema);

}  // namespace scim2ldap::mappings
