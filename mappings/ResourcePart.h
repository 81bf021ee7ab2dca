#pragma once

#include <string>

#include "mappings/Mapping.h"
#include "scim/Json.h"

namespace scim2ldap::mappings {

/// The element of a multi-valued attribute that a rule for one value is about: of those that the target
/// chooses the primary one, else the first; nullptr when there is none.
[[nodiscard]] const scim::Json* chosenElement(const scim::Json::Array& elements, const ScimTarget& target);

/// The values that a rule stores: all of them, or the chosen element's.
[[nodiscard]] std::vector<scim::Json> storedValues(const AttributeRule& rule, const scim::Json& resource);

/// The object that holds the attributes of a schema: the resource itself for "", else the extension's object,
/// which is made when there is none.
[[nodiscard]] scim::Json& holderOf(scim::Json& resource, const std::string& schema);

/// The top-level attribute by its name ("name", "URN:manager"), or nullptr.
[[nodiscard]] const scim::Json* findTopLevel(const scim::Json& resource, const std::string& name);
void setTopLevel(scim::Json& resource, const std::string& name, scim::Json value);
/// Also takes away the extension's object when nothing is left in it.
void eraseTopLevel(scim::Json& resource, const std::string& name);
/// The names of all top-level attributes that the resource has.
[[nodiscard]] std::vector<std::string> topLevelNames(const scim::Json& resource);

}  // namespace scim2ldap::mappings
