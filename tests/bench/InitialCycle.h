#pragma once

#include <cstddef>

#include "tests/bench/Options.h"
#include "tests/bench/Report.h"

namespace scim2ldap::bench {

/// An initial cycle of Microsoft Entra ID into an empty directory, beside the same changes, and beside the
/// outcome, by ldapadd over one connection; each in a directory of its own.
/// \param users  at least 2
void measureInitialCycle(std::size_t users, const Options& options, Report& report);

}  // namespace scim2ldap::bench
