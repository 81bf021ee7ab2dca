#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "scim/Json.h"

namespace scim2ldap::test {

/// What a user is to be, as far as the traffic changes it.
struct UserState {
  std::string userName;
  std::string externalId;
  std::string displayName;
  std::string givenName;
  std::string familyName;
  std::string title;
  std::string mail;
  std::string department;
  std::string country;  ///< kept beside the directory
  std::string manager;  ///< id; "" for none
  bool active = true;

  bool operator==(const UserState&) const = default;
};
[[nodiscard]] std::string toString(const UserState& user);
/// "title \"Boss\", not \"Chief\"; ..."
[[nodiscard]] std::string difference(const UserState& seen, const UserState& expected);

/// What a group is to be.
struct GroupState {
  std::string displayName;
  std::string externalId;
  std::set<std::string> members{};  ///< ids

  bool operator==(const GroupState&) const = default;
};
[[nodiscard]] std::string toString(const GroupState& group);
[[nodiscard]] std::string difference(const GroupState& seen, const GroupState& expected);

using Users = std::map<std::string, UserState>;  ///< by id
using Groups = std::map<std::string, GroupState>;

/// As the service shows it.
[[nodiscard]] UserState userOf(const scim::Json& resource);
[[nodiscard]] GroupState groupOf(const scim::Json& resource);

/// The bodies of POST, as Entra makes them.
[[nodiscard]] std::string bodyOf(const UserState& user);
[[nodiscard]] std::string bodyOf(const GroupState& group);

/// How Entra writes a PATCH: one operation for each attribute, or, with the flag aadOptscim062020, one
/// without a path.
enum class PatchStyle { Unflagged, Flagged };
/// What makes `after` of `before`.
[[nodiscard]] std::string patchOf(const UserState& before, const UserState& after, PatchStyle style);
/// An operation, and a whole PATCH message.
[[nodiscard]] scim::Json operation(const std::string& op, const std::string& path, scim::Json value);
[[nodiscard]] std::string patchOf(scim::Json::Array operations);

/// attribute eq "value"
[[nodiscard]] std::string equal(const std::string& attribute, const std::string& value);
/// "/Users?filter=externalId+eq+%22...%22"
[[nodiscard]] std::string queryOf(const std::string& path, const std::string& filter);

}  // namespace scim2ldap::test
