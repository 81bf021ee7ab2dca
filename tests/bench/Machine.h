#pragma once

#include <ostream>

#include "tests/bench/Options.h"

namespace scim2ldap::bench {

/// Prints the head of RESULTS.md: what was run, when, of which commit, and on what machine. What cannot be
/// found out is told as "unknown".
void describeRun(std::ostream& stream, const Options& options);

}  // namespace scim2ldap::bench
