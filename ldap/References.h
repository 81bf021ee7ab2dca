#pragma once

#include <cstddef>

#include "ldap/DirectorySettings.h"
#include "ldap/Dn.h"

namespace scim2ldap::ldap {

/// How many parts below the base are held by other servers, which a search there only refers to. RFC 4511
/// §4.5.3. Over a connection of its own.
/// \throws Error  as Directory::search
[[nodiscard]] std::size_t countReferences(const DirectorySettings& settings, const Dn& base);

}  // namespace scim2ldap::ldap
