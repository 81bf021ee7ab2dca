#pragma once

#include "mappings/Translation.h"

namespace scim2ldap::mappings {

/// Puts those originals that still hold in the place of what the directory gave.
void restoreOriginals(const ResourceMapping& mapping, const ldap::Entry& entry, const Originals& originals,
                      scim::Json& resource);

}  // namespace scim2ldap::mappings
