#pragma once

#include "ldap/Entry.h"
#include "ldap/Filter.h"

namespace scim2ldap::connector {

/// Whether the filter is about object classes alone: an entry that lists them all meets it.
[[nodiscard]] bool isOfClasses(const ldap::Filter& filter);

/// Whether an entry is sure to meet such a filter, for the object classes that it lists. False says nothing:
/// the directory alone knows which class is a superclass of which.
/// \param filter  isOfClasses
[[nodiscard]] bool isSurelyMet(const ldap::Filter& filter, const ldap::Entry& entry);

}  // namespace scim2ldap::connector
