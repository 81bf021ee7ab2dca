#include "tests/bench/Comparison.h"

#include <array>
#include <cstdio>

namespace scim2ldap::bench {
namespace {

struct Sides {
  Measurement ours;
  Measurement floor;
};

Sides measureSides(const Operation& operation, std::size_t clients, const Options& options) {
  std::vector<Measurement> ours;
  std::vector<Measurement> floor;
  const auto measureOne = [&](std::vector<Measurement>& runs, const Side& side) {
    runs.push_back(measureRun(operation, side, clients, options.time));
  };
  for (std::size_t run = 0; run < options.runs; ++run) {
    const bool isFloorFirst = run % 2 == 1;  // who comes second finds a larger directory, or a warmer one
    if (isFloorFirst) measureOne(floor, operation.floor);
    measureOne(ours, operation.ours);
    if (!isFloorFirst) measureOne(floor, operation.floor);
  }
  return {median(ours), median(floor)};
}

void append(std::vector<Cell>& cells, const std::vector<Cell>& more) {
  cells.insert(cells.end(), more.begin(), more.end());
}

Line rateLine(const Operation& operation, std::size_t clients, const Sides& sides) {
  const double ours = sides.ours.perSecond * static_cast<double>(operation.counts);
  const double floor = sides.floor.perSecond * static_cast<double>(operation.counts);
  Line line{"Operations a second",
            {{"operation", operation.name},
             {"clients", static_cast<double>(clients)},
             {"ours/s", ours},
             {"floor/s", floor}}};
  append(line.cells, verdict(ratio(ours, floor), operation.wanted));
  return line;
}

Line timeLine(const Operation& operation, std::size_t clients, const Sides& sides) {
  Line line{"Time of one",
            {{"operation", operation.name},
             {"clients", static_cast<double>(clients)},
             {"ours ms", sides.ours.p50, 2},
             {"floor ms", sides.floor.p50, 2}}};
  append(line.cells, verdict(ratio(sides.ours.p50, sides.floor.p50), operation.wanted));
  return line;
}

}  // namespace

void compare(const Stage& stage, const std::vector<Operation>& operations, const Options& options,
             Report& report) {
  for (const Operation& operation : operations) {
    for (const std::size_t clients : operation.clients) {
      tell(operation.name + ", clients: " + std::to_string(clients));
      const Sides sides = measureSides(operation, clients, options);
      const bool isRate = operation.wanted.of == Wanted::Of::Rate;
      Line line = isRate ? rateLine(operation, clients, sides) : timeLine(operation, clients, sides);
      append(line.cells, {{"p50 ms", sides.ours.p50, 2},
                          {"p99 ms", sides.ours.p99, 2},
                          {"floor p50", sides.floor.p50, 2},
                          {"floor p99", sides.floor.p99, 2},
                          {"RSS MiB", memoryOf(stage, "VmRSS")}});
      report.add(line);
    }
  }
}

double ratio(double ours, double floor) {
  return floor > 0 ? ours / floor : 0;
}

std::vector<Cell> verdict(double ratio, const Wanted& wanted) {
  const bool isRate = wanted.of == Wanted::Of::Rate;
  std::array<char, 32> bound{};
  std::snprintf(bound.data(), bound.size(), "%s %g", isRate ? ">=" : "<=", wanted.bound);
  const bool isReached = isRate ? ratio >= wanted.bound : ratio <= wanted.bound;
  return {{"ratio", ratio, 2}, {"wanted", bound.data()}, {"reached", isReached ? "yes" : "no"}};
}

}  // namespace scim2ldap::bench
