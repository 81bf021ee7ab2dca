#pragma once

#include "tests/bench/Options.h"
#include "tests/bench/Report.h"
#include "tests/bench/Stage.h"

namespace scim2ldap::bench {

/// How long the connector takes to be ready and to have its index of ids, and what memory it holds: the peak
/// of all that was done on the stage before, and, after it was started anew, when it is idle behind a crawl.
void measureStart(Stage& stage, const Options& options, Report& report);

}  // namespace scim2ldap::bench
