#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scim/AttributePath.h"
#include "scim/Json.h"

namespace scim2ldap::mappings {

/// The one-element choice of a typed multi-valued attribute: `[type eq "work"]`, `[primary eq true]`.
struct Selector {
  std::string subAttribute;
  scim::Json value;
  bool operator==(const Selector&) const = default;
};

/// What a mapping rule names on the SCIM side: an attribute, a sub-attribute, or one of the values of a
/// typed multi-valued attribute.
struct ScimTarget {
  std::string schema;                ///< extension URN, "" for the core schema
  std::string attribute;             ///< canonical name
  std::optional<Selector> selector;  ///< for `attribute[sub eq value]`
  std::string subAttribute;          ///< "" for a simple attribute

  bool operator==(const ScimTarget&) const = default;
};

/// Parses `userName`, `name.familyName`, `emails[type eq "work"].value`, `URN:attr`, `URN:attr.sub`.
/// \throws scim::Error  400 invalidPath, the detail names the byte offset
[[nodiscard]] ScimTarget parseScimTarget(std::string_view text);
[[nodiscard]] std::string toString(const ScimTarget& target);

/// Whether the target's selector chooses this element of the attribute; always true without a selector.
[[nodiscard]] bool selects(const ScimTarget& target, const scim::Json& element);

/// All values at the target in a canonical resource, in order; empty when not assigned.
[[nodiscard]] std::vector<scim::Json> valuesAt(const scim::Json& resource, const ScimTarget& target);

}  // namespace scim2ldap::mappings
