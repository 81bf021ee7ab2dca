#pragma once

#include <vector>

#include "ldap/Entry.h"
#include "ldap/Modification.h"

namespace scim2ldap::ldap {

/// How values are taken for equal where the matching rule is not known: octet by octet, or by
/// caseIgnoreMatch and distinguishedNameMatch.
enum class ValueMatch { Exact, CaseIgnore };

/// By which match a value is taken for present. The defaults leave out only what changes nothing by any rule.
struct Narrowing {
  ValueMatch adding = ValueMatch::Exact;
  ValueMatch deleting = ValueMatch::CaseIgnore;
};

/// What is left of the modifications when those that would change nothing are taken out, in the order in
/// which a server carries them out: values to add that are there, values to delete that are not.
/// \param current  the entry's attributes, those of the modifications at least
[[nodiscard]] std::vector<Modification> narrow(const std::vector<Modification>& modifications,
                                               const Attributes& current, const Narrowing& narrowing);

}  // namespace scim2ldap::ldap
