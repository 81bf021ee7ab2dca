#pragma once

#include <string>
#include <vector>

#include "connector/provisioning/CheckReport.h"
#include "ldap/Directory.h"

namespace scim2ldap::connector {

/// Entries that stand for a moment only. Whatever of them is left goes with this object; where the directory
/// refuses that, the report names the entry that somebody has to remove. Not thread-safe.
class ScratchEntries {
 public:
  ScratchEntries(ldap::Directory& directory, CheckReport& report) : directory_(directory), report_(report) {}
  ~ScratchEntries();
  ScratchEntries(const ScratchEntries&) = delete;
  ScratchEntries& operator=(const ScratchEntries&) = delete;

  [[nodiscard]] ldap::WriteResult add(const ldap::Entry& entry);
  /// modifyDN to a name, and where it differs, a place.
  [[nodiscard]] ldap::WriteResult rename(const ldap::Dn& from, const ldap::Dn& to);
  [[nodiscard]] ldap::WriteResult remove(const ldap::Dn& dn);

 private:
  ldap::Directory& directory_;
  CheckReport& report_;
  std::vector<ldap::Dn> standing_;  ///< certainly or perhaps, in the order in which they were made
};

}  // namespace scim2ldap::connector
