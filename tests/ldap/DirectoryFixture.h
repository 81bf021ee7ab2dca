#pragma once

#include <string>
#include <vector>

#include "ldap/Directory.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::ldap {

/// A slapd and a Directory on it, with short names for what the tests write again and again.
struct DirectoryFixture {
  explicit DirectoryFixture(test::SlapdOptions options = {}) : slapd(std::move(options)) {}

  test::TemporarySlapd slapd;
  Directory directory{slapd.settings()};
  Dn base = Dn::parse(slapd.base());
  Dn people = base.child("ou", "people");
  Dn groups = base.child("ou", "groups");

  [[nodiscard]] Dn personDn(const std::string& uid) const { return people.child("uid", uid); }
  [[nodiscard]] Entry person(const std::string& uid) const {
    return {personDn(uid),
            {{"objectClass", {"inetOrgPerson"}}, {"uid", {uid}}, {"cn", {uid}}, {"sn", {uid}}}};
  }
  /// One value of an attribute as the directory has it now, or "".
  [[nodiscard]] std::string stored(const Dn& dn, const std::string& attribute) {
    const auto entry = directory.read(dn, {attribute});
    return entry ? entry->first(attribute).value_or("") : "";
  }
};

inline std::vector<Modification> replace(const std::string& attribute, std::vector<std::string> values) {
  return {{ModificationType::Replace, attribute, std::move(values)}};
}

}  // namespace scim2ldap::ldap
