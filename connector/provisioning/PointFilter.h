#pragma once

#include "ldap/Entry.h"
#include "ldap/Filter.h"

namespace scim2ldap::connector {

/// Whether the filter finds entries by values that an index leads to at once: an equality, or any of several.
[[nodiscard]] bool isPoint(const ldap::Filter& filter);

/// Whether an entry is sure to meet the filter, for the object classes that it lists. False says nothing: the
/// filter may be about more, and the directory alone knows which class is a superclass of which.
[[nodiscard]] bool isSurelyMet(const ldap::Filter& filter, const ldap::Entry& entry);

}  // namespace scim2ldap::connector
