#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scim/Dialect.h"
#include "scim/Patch.h"

namespace scim2ldap::scim {

/// The effect of a PATCH on the `members` of a group, known without reading them: the group's members end
/// as `(replaceAll ? {} : current) - remove + add`. Ids in the order of the request, none in both lists.
struct MembershipChange {
  bool replaceAll = false;
  std::vector<std::string> add;
  std::vector<std::string> remove;

  [[nodiscard]] bool empty() const { return !replaceAll && add.empty() && remove.empty(); }
  bool operator==(const MembershipChange&) const = default;
};

/// A group PATCH taken apart: what concerns `members`, folded in order into one change, and the rest.
struct GroupPatch {
  MembershipChange membership;
  std::vector<PatchOperation> others;
};

/// Splits the operations of a group PATCH. Understands every form that clients send: value arrays of
/// objects or bare ids, a single object, `$ref: null` noise, `members[value eq "…"]` (also joined by `or`),
/// remove with a value array (those only), remove without value (all), replace (exactly these), a member
/// given only by `$ref` (the id is its last path segment).
/// \throws Error  400 invalidValue for a member without an id; 400 invalidFilter for another value filter
///                on members (only `value eq` is supported); 400 noTarget by Dialect::Rfc where demanded
/// RFC 7644 §3.5.2
[[nodiscard]] GroupPatch splitGroupPatch(const std::vector<PatchOperation>& operations, Dialect dialect);

/// The member ids of a canonical group's or a raw `members` value, each once, in order.
/// \throws Error  400 invalidValue for a member without an id
[[nodiscard]] std::vector<std::string> memberIds(const Json& members);

}  // namespace scim2ldap::scim
