#pragma once

#include <vector>

#include "tests/bench/Operation.h"
#include "tests/bench/Options.h"
#include "tests/bench/Report.h"

namespace scim2ldap::bench {

/// Back-pressure: how our side of the operations holds its rate from 1 to 256 clients, four times as many as
/// the connector serves at once by default.
void loadWithMany(const std::vector<Operation>& operations, const Options& options, Report& report);

}  // namespace scim2ldap::bench
