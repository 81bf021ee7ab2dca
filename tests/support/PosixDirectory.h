#pragma once

#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// A directory for mappings/posix.toml: its schema in the place of nis, a password policy, and counters that
/// stand at 10000.
[[nodiscard]] SlapdOptions posixDirectory();

}  // namespace scim2ldap::test
