#pragma once

#include <vector>

#include "connector/provisioning/Plan.h"
#include "ldap/Directory.h"
#include "ldap/Modification.h"
#include "ldap/Operations.h"
#include "ldap/ResultCode.h"
#include "mappings/Translation.h"

namespace scim2ldap::connector {

/// A ChangeMembers step as one modify request.
struct MemberModification {
  std::vector<ldap::Modification> modifications;
  ldap::WriteOptions options{};
  bool addsOne = false;     ///< nothing but one value to add: attributeOrValueExists means "already so"
  bool removesOne = false;  ///< nothing but one value to delete: noSuchAttribute means "already so"
};

/// Slapd's permissive modify refuses to delete an absent value unless the same request adds it first, so
/// values to remove are added and then deleted. The placeholder leaves in the same way with the first member
/// that comes; it comes with the last that leaves (`emptied`), which shows only when the directory refuses
/// the request without it.
[[nodiscard]] MemberModification memberModification(ChangeMembers step, bool emptied);

/// The step under one more condition, besides what it asserts already.
[[nodiscard]] ChangeMembers provided(ChangeMembers step, const ldap::Filter& condition);

/// memberModification for a group that lists somebody, and so does not hold the placeholder: assertionFailed
/// says that it does. For slapd that is three times less work than to have it taken out in case it is there.
/// \param step  with a placeholder, and with values to add
[[nodiscard]] MemberModification unlessPlaceholder(ChangeMembers step);

/// Whether the members of this entry may be changed at all: tried by removing one that it does not list,
/// since rights are asked for before the value is looked for. Nothing is changed.
[[nodiscard]] bool mayChangeMembers(ldap::Directory& directory, const ldap::Dn& group,
                                    const mappings::MembersRule& rule);

/// Whether the answer says that the group was already as the step wants it, or that the request succeeded.
[[nodiscard]] bool isAlreadySo(const MemberModification& modification, ldap::ResultCode code);

}  // namespace scim2ldap::connector
