#pragma once

#include "mappings/Mapping.h"
#include "mappings/Narrowing.h"
#include "mappings/Translation.h"
#include "scim/Filter.h"

namespace scim2ldap::mappings {

/// The entries in which the rule's SCIM value may compare so with `value`. The conversion is applied to the
/// comparand; what the directory cannot compare is narrowed to presence.
[[nodiscard]] Narrowing compareRule(const ResourceMapping& mapping, const AttributeRule& rule,
                                    scim::CompareOperator op, const scim::Json& value,
                                    const WriteInputs& inputs);

/// The entries in which the rule's SCIM value may be present.
[[nodiscard]] Narrowing presenceOf(const AttributeRule& rule);

/// The entries whose `active` compares so; exact.
[[nodiscard]] Narrowing compareActive(const ResourceMapping& mapping, scim::CompareOperator op,
                                      const scim::Json& value);

}  // namespace scim2ldap::mappings
