#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "tests/fault/Findings.h"
#include "tests/fault/Model.h"
#include "tests/fault/WriteBook.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// What there is to be in the end.
struct ExpectedEnd {
  Users users;
  Groups groups;
  std::vector<WriteBook::Write> writes;
};

/// Compares what the service lists with it.
void compareWithService(const ScimClient& client, const ExpectedEnd& expected, Findings& findings);
/// Compares the side table: rows, an empty journal, and the log. The connector is not to be running.
/// \returns what LDAP has no place for: the users' countries and externalIds, and the groups' externalIds
[[nodiscard]] ExpectedEnd compareWithStore(const std::filesystem::path& file, const ExpectedEnd& expected,
                                           std::size_t logRows, Findings& findings);
/// Compares the entries, completed by what the side table holds.
void compareWithDirectory(const TemporarySlapd& slapd, const ExpectedEnd& expected, const ExpectedEnd& kept,
                          Findings& findings);

}  // namespace scim2ldap::test
