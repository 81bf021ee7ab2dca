#pragma once

#include <optional>

#include "ldap/Entry.h"
#include "ldap/Filter.h"
#include "ldap/Subschema.h"

namespace scim2ldap::connector {

/// Whether the filter is about object classes alone: an entry that lists them all meets it.
[[nodiscard]] bool isOfClasses(const ldap::Filter& filter);

/// Whether an entry is sure to meet such a filter, for the object classes that it lists. False says nothing:
/// the directory alone knows which class is a superclass of which.
/// \param filter  isOfClasses
[[nodiscard]] bool isSurelyMet(const ldap::Filter& filter, const ldap::Entry& entry);

/// Whether an entry meets such a filter in a directory with that schema.
/// \param filter  isOfClasses
/// \returns nullopt when the entry lists a class, or the filter names one, that is not of the schema
[[nodiscard]] std::optional<bool> isMet(const ldap::Filter& filter, const ldap::Entry& entry,
                                        const ldap::Subschema& schema);

}  // namespace scim2ldap::connector
