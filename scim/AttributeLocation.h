#pragma once

#include <optional>
#include <string>

#include "scim/AttributePath.h"
#include "scim/Json.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// What a path means in a resource type. Points into the type (or the common attributes), which must live
/// at least as long.
struct AttributeLocation {
  const Schema* extension = nullptr;        ///< nullptr: at the top of the resource
  const Attribute* attribute = nullptr;     ///< nullptr: the whole schema
  const Attribute* subAttribute = nullptr;  ///< nullptr: the whole attribute

  bool operator==(const AttributeLocation&) const = default;
};

/// Where a name without URN is looked for. RFC 7644 §3.10 says extension attributes should be fully
/// qualified; Entra writes plain `manager`.
enum class Unqualified { Core, CoreThenExtensions };

/// Resolves a path; a path that is just the URN of a schema is the whole schema.
/// \returns nullopt when the type has no such attribute or sub-attribute
[[nodiscard]] std::optional<AttributeLocation> locate(const ResourceType& type, const AttributePath& path,
                                                      Unqualified unqualified);

/// The canonical path of a location.
[[nodiscard]] std::string toString(const AttributeLocation& location);

/// The value of the attribute (not of the sub-attribute) in a canonical resource, or nullptr.
[[nodiscard]] const Json* valueAt(const Json& resource, const AttributeLocation& location);

/// Sets the attribute (not the sub-attribute), making the extension's object when there is none.
void setAt(Json& resource, const AttributeLocation& location, Json value);

/// Removes the attribute, and the extension's object when it was the last one.
void eraseAt(Json& resource, const AttributeLocation& location);

}  // namespace scim2ldap::scim
