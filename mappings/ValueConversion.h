#pragma once

#include <optional>
#include <string>

#include "mappings/Mapping.h"
#include "mappings/Translation.h"

namespace scim2ldap::mappings {

/// The LDAP value of one SCIM value (or of a template's text), or nullopt when there is none: a text that is
/// not in the table, a reference to an id that `inputs` does not know.
/// \param name  the SCIM attribute, for the message
/// \throws scim::Error  400 invalidValue: the value cannot be converted
[[nodiscard]] std::optional<std::string> toLdap(const Conversion& conversion, scim::Type type,
                                                const scim::Json& value, const std::string& name,
                                                const WriteInputs& inputs);

/// The SCIM value of an LDAP value, or nullopt when it has none. A reference becomes the id.
[[nodiscard]] std::optional<scim::Json> toScim(const Conversion& conversion, scim::Type type,
                                               const std::string& value, const ReadInputs& inputs);

/// The LDAP value of a text in a table: exact, else without regard to case, else `otherwise`.
[[nodiscard]] std::optional<std::string> lookUp(const Lookup& lookup, const std::string& text);

/// The resource behind a DN, or nullptr.
[[nodiscard]] const ReferencedResource* referenced(const std::string& dn, const ReadInputs& inputs);

/// The DN in a value; nullopt when the text is none.
[[nodiscard]] std::optional<ldap::Dn> dnIn(const std::string& value);
/// The normalized form of a DN for comparison; the text itself when it is no DN.
[[nodiscard]] std::string normalizedDn(const std::string& dn);

}  // namespace scim2ldap::mappings
