#pragma once

#include <optional>
#include <string>

#include "ldap/Subschema.h"

namespace scim2ldap::ldap {

/// An attribute type as described, before inheritance.
struct AttributeTypeDescription {
  AttributeType type;
  std::string superior;  ///< name or OID, "" when none
};

/// Parses an AttributeTypeDescription, leniently: directories in the field quote OIDs and mix up the order.
/// \returns nullopt when it cannot be understood
/// RFC 4512 §4.1.2
[[nodiscard]] std::optional<AttributeTypeDescription> parseAttributeType(const std::string& text);

/// Parses an ObjectClassDescription, as leniently. RFC 4512 §4.1.1
[[nodiscard]] std::optional<ObjectClass> parseObjectClass(const std::string& text);

}  // namespace scim2ldap::ldap
