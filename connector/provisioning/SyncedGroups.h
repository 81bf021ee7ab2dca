#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "connector/provisioning/DirectoryView.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The groups of an endpoint that its client keeps: those with an externalId, except the fallback group.
/// Tells who is in them, by asking the directory who lists whom; groups within groups do not count.
/// Remembers the lists that it had to read: made for one request, and used by one thread.
/// \throws ldap::Error, StoreError  from every function
class SyncedGroups {
 public:
  /// Values of the members attribute.
  using Values = std::set<std::string>;

  /// Everything passed in must outlive it.
  /// \param fallback  the fallback group, which never counts as synced
  SyncedGroups(DirectoryView& view, Store& store, const std::string& endpoint, const ldap::Dn& fallback)
      : view_(view), store_(store), endpoint_(endpoint), fallback_(fallback) {}

  /// Those of the values that any synced group lists.
  /// \param except  id of a group that does not count; "": none
  [[nodiscard]] Values listing(const std::vector<std::string>& memberValues, const std::string& except);
  /// Those of the values that this group lists, synced or not.
  [[nodiscard]] Values listedIn(const ldap::Dn& group, const std::vector<std::string>& memberValues);

 private:
  /// The synced groups that list any of the values.
  [[nodiscard]] std::vector<Referenced> holding(const std::vector<std::string>& memberValues,
                                                const std::string& except);
  void find(std::vector<std::string> memberValues, const std::string& except, Values& found);
  /// As listedIn, by questions alone.
  [[nodiscard]] Values askedIn(const ldap::Dn& group, const std::vector<std::string>& memberValues);
  [[nodiscard]] Values read(const ldap::Dn& group);
  [[nodiscard]] const Values& listOf(const Referenced& group);

  DirectoryView& view_;
  Store& store_;
  const std::string& endpoint_;
  const ldap::Dn& fallback_;
  std::map<std::string, Values> lists_;  ///< by id of the group
};

}  // namespace scim2ldap::connector
