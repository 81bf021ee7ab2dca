#pragma once

#include "scim/Filter.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// Whether the resource meets the filter: the exact meaning of a filter, by which every answer is decided.
/// \param type      gives types and caseExact of the attributes
/// \param resource  canonical (see Resource.h)
/// \throws Error  400 invalidFilter: an attribute that the type does not have, an order comparison of a
///                boolean or binary, a comparand of the wrong type
/// RFC 7644 §3.4.2.2
[[nodiscard]] bool matches(const ResourceType& type, const Json& resource, const Filter& filter);

/// Whether one element of a multi-valued attribute meets the filter inside of `attribute[…]`.
[[nodiscard]] bool matchesElement(const Attribute& attribute, const Json& element, const Filter& filter);

/// Checks every attribute name and operator in the filter against the type, without a resource.
/// \throws Error  as `matches`
void checkFilter(const ResourceType& type, const Filter& filter);

}  // namespace scim2ldap::scim
