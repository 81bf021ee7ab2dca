#pragma once

#include <variant>
#include <vector>

#include "scim/Filter.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// What is left of a filter for the resources of one type: a filter, or that all or none of them meet it.
using ReducedFilter = std::variant<bool, Filter>;

/// The filter of a query across several types, for one of them: attributes that the type does not have count
/// as not assigned. What is left names attributes of the type alone. RFC 7644 §3.4.2.1
[[nodiscard]] ReducedFilter reduceFilter(const ResourceType& type, const Filter& filter);

/// Checks that each attribute in the filter belongs to one of the types at least.
/// \throws Error  400 invalidFilter
void checkFilterAcross(const std::vector<const ResourceType*>& types, const Filter& filter);

}  // namespace scim2ldap::scim
