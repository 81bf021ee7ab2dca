#pragma once

#include <vector>

#include "tests/bench/Operation.h"
#include "tests/bench/Options.h"
#include "tests/bench/Report.h"
#include "tests/bench/Stage.h"

namespace scim2ldap::bench {

/// Measures operations on both sides, by turns, and reports a line for each number of clients: of rates or of
/// times, as it is wanted.
void compare(const Stage& stage, const std::vector<Operation>& operations, const Options& options,
             Report& report);

/// ours : floor, 0 where nothing was done.
[[nodiscard]] double ratio(double ours, double floor);
/// The cells "ratio", "wanted" and "reached" of a line.
[[nodiscard]] std::vector<Cell> verdict(double ratio, const Wanted& wanted);

}  // namespace scim2ldap::bench
