#pragma once

#include <vector>

#include "ldap/Directory.h"
#include "ldap/Dn.h"

namespace scim2ldap::ldap {

/// The entries at the top of the directory's databases, as its root DSE names them. RFC 4512 §5.1
/// \throws Error  as Directory::rootDse
[[nodiscard]] std::vector<Dn> namingContexts(Directory& directory);
[[nodiscard]] std::vector<Dn> namingContexts(const Entry& rootDse);

/// The lowest of the contexts that the entry is or stands below: that of the database which holds it; nullptr
/// where it is in none.
[[nodiscard]] const Dn* contextOf(const Dn& dn, const std::vector<Dn>& contexts);

}  // namespace scim2ldap::ldap
