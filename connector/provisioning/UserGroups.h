#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "connector/provisioning/DirectoryView.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// A group that a user belongs to.
struct GroupOfUser {
  Referenced group;
  bool isDirect = true;  ///< listed in the group itself, not in a group within it
};

/// The groups of users, with those that hold them through nested groups. The directory is asked who lists
/// whom; no list of members is read. Remembers what it found out about groups: made for one request, and used
/// by one thread.
class UserGroups {
 public:
  /// The groups of which the members attribute holds any of the values.
  using Holders = std::function<std::vector<Referenced>(const std::vector<std::string>& memberValues)>;
  /// How a group stands in the members attribute of another.
  using ValueOf = std::function<std::string(const Referenced& group)>;

  /// \param canNest  whether groups can be members of groups
  UserGroups(Holders holders, ValueOf valueOf, bool canNest)
      : holders_(std::move(holders)), valueOf_(std::move(valueOf)), canNest_(canNest) {}

  /// Each group once, direct ones first.
  /// \param memberValue  how the user stands in the members attribute of groups
  [[nodiscard]] std::vector<GroupOfUser> of(const std::string& memberValue);

 private:
  /// Finds out which groups hold these; those that are in none cost one search for many.
  void findHolders(const std::vector<std::string>& memberValues);

  Holders holders_;
  ValueOf valueOf_;
  bool canNest_;
  std::map<std::string, std::vector<Referenced>> holdersOfGroups_;  ///< by member value
};

/// `groups` of a user. RFC 7643 §4.1.2
/// \param baseUrl  of the endpoint, without trailing slash
[[nodiscard]] scim::Json groupsAttribute(const std::vector<GroupOfUser>& groups, std::string_view baseUrl);

}  // namespace scim2ldap::connector
