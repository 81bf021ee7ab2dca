#pragma once

#include "tests/bench/MadeUsers.h"
#include "tests/bench/Options.h"
#include "tests/bench/Report.h"
#include "tests/bench/Stage.h"

namespace scim2ldap::bench {

/// Creates, look-ups and GETs on the stage beside one of a thousand users, by turns, on both sides.
void compareGrowth(const Stage& stage, Made& made, const Options& options, Report& report);

}  // namespace scim2ldap::bench
