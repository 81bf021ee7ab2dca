#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connector/provisioning/DirectoryView.h"
#include "mappings/Mapping.h"
#include "scim/Error.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

// What a request may make of a resource, whatever the directory holds. Pure.

/// The attribute that names a resource: "userName" or "displayName".
[[nodiscard]] std::string_view nameAttribute(Kind kind);

/// The attribute of an entry that a reference to it shows as its display: that of displayName, else the one
/// that names the entry.
[[nodiscard]] std::string displayAttributeOf(const mappings::ResourceMapping& mapping);

/// The resource's name in the form in which it must be unique.
[[nodiscard]] std::string foldedName(Kind kind, const scim::Json& resource);

/// Whether the resource says `active: false`.
[[nodiscard]] bool isInactive(const scim::Json& resource);

/// The attribute that names the entry must be fit for a name: neither blank nor longer than a directory's
/// index takes, and without control characters.
/// \throws scim::Error  400 invalidValue
void checkName(Kind kind, const scim::Json& resource);

/// What the request may not take away: required attributes that the resource has. An entry that never had
/// one can still be changed, above all be disabled.
/// \throws scim::Error  400 invalidValue naming the attribute
void checkKeepsRequired(const mappings::ResourceMapping& mapping, const scim::Json& before,
                        const scim::Json& after);

/// Takes the password out of the resource, prepared: from here on it goes its own way, and nothing that is
/// compared, kept or shown holds it.
/// \throws scim::Error  400 invalidValue
[[nodiscard]] std::optional<std::string> takePassword(scim::Json& resource);

/// Takes back what `resource` says about a reference to `id`: it keeps what `before` says.
void keepReference(const mappings::ResourceMapping& mapping, const std::string& id, const scim::Json& before,
                   scim::Json& resource);

/// What a mapping leaves out of a resource, as the log names it: nickName, name.middleName, emails[type eq
/// "home"]. \param mapped  the part of the resource that is mapped
[[nodiscard]] std::vector<std::string> unmappedParts(const scim::Json& resource, const scim::Json& mapped);

/// 503: others were quicker each time.
/// \param what  that could not be written
[[nodiscard]] scim::Error busy(const std::string& what);

}  // namespace scim2ldap::connector
