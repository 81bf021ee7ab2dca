#pragma once

#include <map>
#include <string>

#include "ldap/Directory.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// All entries that there are, by entryUUID, as the server's administrator sees them: names, user attributes
/// and what locks an account.
using DirectoryDump = std::map<std::string, ldap::Entry>;

inline DirectoryDump dumpOf(const TemporarySlapd& slapd) {
  ldap::DirectorySettings settings = slapd.settings();
  settings.bindDn = slapd.adminDn();
  settings.bindPassword = slapd.adminPassword();
  ldap::Directory directory(settings);
  DirectoryDump dump;
  for (ldap::Entry& entry : directory.search({ldap::Dn::parse(slapd.base()),
                                              ldap::Scope::Subtree,
                                              {},
                                              {"*", "entryUUID", "pwdAccountLockedTime"}})) {
    std::string id = entry.first("entryUUID").value_or(entry.dn.toString());
    dump.emplace(std::move(id), std::move(entry));
  }
  return dump;
}

}  // namespace scim2ldap::test
