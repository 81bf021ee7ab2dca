#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ldap/Dn.h"
#include "ldap/Filter.h"
#include "mappings/FileError.h"
#include "mappings/RoleRule.h"
#include "mappings/ScimTarget.h"
#include "mappings/Template.h"
#include "scim/Schema.h"

namespace scim2ldap::mappings {

/// Conversions between a SCIM value and LDAP values. Each is defined in both directions.
struct AsIs {
  bool operator==(const AsIs&) const = default;
};
struct Lower {
  bool operator==(const Lower&) const = default;
};
struct Upper {
  bool operator==(const Upper&) const = default;
};
/// boolean <-> the two given texts ("TRUE"/"FALSE" unless said otherwise)
struct BooleanText {
  std::string whenTrue = "TRUE";
  std::string whenFalse = "FALSE";
  bool operator==(const BooleanText&) const = default;
};
/// xsd:dateTime <-> GeneralizedTime (RFC 4517 §3.3.13)
struct Time {
  bool operator==(const Time&) const = default;
};
/// text with line breaks <-> PostalAddress (RFC 4517 §3.3.28: lines parted by "$")
struct PostalAddress {
  bool operator==(const PostalAddress&) const = default;
};
/// the id of a user or group <-> its DN
struct Reference {
  bool operator==(const Reference&) const = default;
};
/// A table of SCIM value -> LDAP value. What is not in the table becomes `otherwise`, or nothing.
struct Lookup {
  std::string table;
  std::vector<std::pair<std::string, std::string>> pairs;
  std::optional<std::string> otherwise;
  bool operator==(const Lookup&) const = default;
};
using Conversion = std::variant<AsIs, Lower, Upper, BooleanText, Time, PostalAddress, Reference, Lookup>;

/// When a rule writes: in every request, or only when the entry is made.
enum class Apply { Always, Create };

/// How far the directory can compare the values of an attribute in a search: by the matching rules that its
/// schema gives it. Filters that it cannot compare look for presence, and are decided on what is found.
enum class Searchable { Substrings, Equality, Presence };

/// Numbers taken from a counter entry of the directory.
struct Allocation {
  ldap::Dn counter;       ///< relative to the directory's base
  std::string attribute;  ///< the counter's attribute, for example uidNumber
  std::int64_t first = 0;
  std::int64_t last = 0;  ///< inclusive
  bool operator==(const Allocation&) const = default;
};

/// One `[[user.attribute]]` or `[[group.attribute]]`. Of `scim`, `value` and `allocate` at least one is set;
/// without `ldap` the SCIM value is kept in the side table alone.
struct AttributeRule {
  std::optional<ScimTarget> scim;
  std::string ldap;
  std::optional<Template> value;         ///< constant or expression, written one way
  std::optional<Template> defaultValue;  ///< for a SCIM value that is absent
  std::optional<Allocation> allocate;
  Conversion conversion = AsIs{};
  Apply apply = Apply::Always;
  Searchable searchable = Searchable::Substrings;
  bool required = false;
  bool multiValued = false;  ///< several LDAP values <-> several SCIM values
  bool primary = false;      ///< elements read back carry primary = true
  SourceLocation where;
};

/// How the directory marks a user that is not active.
struct PpolicyLock {  ///< pwdAccountLockedTime = 000001010000Z
  bool operator==(const PpolicyLock&) const = default;
};
struct AttributeMark {  ///< attribute = `disabled` or `enabled`; no `enabled`: the attribute is removed
  std::string attribute;
  std::string disabled;
  std::optional<std::string> enabled;
  bool operator==(const AttributeMark&) const = default;
};
struct BranchMove {  ///< the entry stands under this container, relative to the directory's base
  ldap::Dn container;
  bool operator==(const BranchMove&) const = default;
};
using DisableMethod = std::variant<PpolicyLock, AttributeMark, BranchMove>;

enum class MemberValue { Dn, Uid };  ///< member: DNs; memberUid: the member's naming value

/// How a group lists its members.
struct MembersRule {
  std::string attribute = "member";
  MemberValue value = MemberValue::Dn;
  std::optional<ldap::Dn> placeholder;  ///< stands in an otherwise empty group; hidden in SCIM
  SourceLocation where;
};

/// Where a name of a user or group can stand as a member: in any entry below the directory's base.
struct Memberships {
  ldap::Dn base;                   ///< relative to the directory's base
  std::vector<MembersRule> rules;  ///< that of the mapped groups first, where there are any
};

/// How the directory is given the password of a user. It is written only: never read, kept or shown.
struct PasswordRule {
  std::string attribute{};  ///< the attribute that takes it as it is; "": RFC 3062
  SourceLocation where{};

  /// The attribute in which the directory keeps it.
  [[nodiscard]] std::string kept() const { return attribute.empty() ? "userPassword" : attribute; }
};

/// The mapping of one resource type.
struct ResourceMapping {
  scim::ResourceType type;      ///< exactly what is mapped, as /Schemas advertises it
  ldap::Dn container;           ///< where entries are made, relative to the directory's base
  std::vector<ldap::Dn> bases;  ///< where entries are looked for: container, the disabled branch, others
  std::vector<std::string> objectClasses;
  ldap::Filter filter{ldap::Present{"objectClass"}};  ///< which entries under the bases are resources
  std::string rdnAttribute;
  std::vector<AttributeRule> rules;
  std::optional<DisableMethod> disable;  ///< users only
  std::optional<PasswordRule> password;  ///< users only; without it, passwords are not taken
  std::optional<RoleRule> role;          ///< users only; takes effect where the endpoint resolves roles
  std::optional<MembersRule> members;    ///< groups only
  SourceLocation where;

  /// The rule that writes `rdnAttribute`. Every mapping that was read has one.
  [[nodiscard]] const AttributeRule& rdnRule() const;
  /// The rule of that SCIM attribute, or nullptr. A complex attribute stands for its `value`.
  [[nodiscard]] const AttributeRule* find(const ScimTarget& target) const;
};

/// A mapping file, read and checked in itself (not yet against a directory).
struct Mapping {
  std::string file;
  ResourceMapping user;
  std::optional<ResourceMapping> group;
  Memberships memberships;
};

/// Places the DNs of a mapping (containers, bases, counters; not a placeholder) under the directory's base.
[[nodiscard]] Mapping under(Mapping mapping, const ldap::Dn& base);

}  // namespace scim2ldap::mappings
