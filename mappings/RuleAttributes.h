#pragma once

#include <string>
#include <vector>

#include "mappings/Mapping.h"
#include "scim/Schema.h"

namespace scim2ldap::mappings {

/// The definition of what a target names: the attribute, or its sub-attribute; nullptr when the type has
/// none.
[[nodiscard]] const scim::Attribute* definitionOf(const scim::ResourceType& type, const ScimTarget& target);
/// The definition of the attribute itself, never of a sub-attribute.
[[nodiscard]] const scim::Attribute* attributeOf(const scim::ResourceType& type, const ScimTarget& target);
/// The type of the values at the target; String when the type does not know it.
[[nodiscard]] scim::Type typeOf(const ResourceMapping& mapping, const AttributeRule& rule);

/// The name of the top-level attribute: "name", "URN:manager".
[[nodiscard]] std::string topLevelName(const ScimTarget& target);
/// Whether that is the name of the target's top-level attribute, in any case.
[[nodiscard]] bool isOf(std::string_view topLevel, const ScimTarget& target);

/// Whether the rule's value can be read back: it has both sides.
[[nodiscard]] bool isReadable(const AttributeRule& rule);
/// The rules, readable ones, of a top-level attribute.
[[nodiscard]] std::vector<const AttributeRule*> readableRules(const ResourceMapping& mapping,
                                                              std::string_view topLevel);

/// Whether every new entry gets a value by this rule: from a required attribute, a constant, a number, or a
/// template that always has a text.
[[nodiscard]] bool alwaysWrites(const AttributeRule& rule, const scim::ResourceType& type);

/// The attribute that marks a disabled user, "" when none does.
[[nodiscard]] std::string markAttribute(const ResourceMapping& mapping);

/// pwdAccountLockedTime of an account that is locked until somebody unlocks it (draft-behera-ldap-password-
/// policy §5.3.3); any other time is a lock for too many failures, which passes.
inline constexpr std::string_view kLockedForEver = "000001010000Z";
inline constexpr std::string_view kLockAttribute = "pwdAccountLockedTime";

}  // namespace scim2ldap::mappings
