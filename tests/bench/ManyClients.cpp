#include "tests/bench/ManyClients.h"

#include <algorithm>
#include <array>

#include "tests/bench/Comparison.h"

namespace scim2ldap::bench {
namespace {

constexpr std::array<std::size_t, 5> kClients{1, 8, 32, 64, 256};
constexpr Wanted kWanted{Wanted::Of::Rate, 0.8};  // of the best rate, with any number from 64 on
constexpr std::size_t kMany = 64;

/// The median, with the longest time of any run, and with all those who were not served.
Measurement measureRuns(const Operation& operation, std::size_t clients, const Options& options) {
  std::vector<Measurement> runs;
  Measurement all;
  for (std::size_t run = 0; run < options.runs; ++run) {
    runs.push_back(measureRun(operation, operation.ours, clients, options.time, WhenBusy::ComeAgain));
    all.askedToWait += runs.back().askedToWait;
    all.turnedAway += runs.back().turnedAway;
    all.max = std::max(all.max, runs.back().max);
  }
  Measurement middle = median(runs);
  middle.askedToWait = all.askedToWait;
  middle.turnedAway = all.turnedAway;
  middle.max = all.max;
  return middle;
}

Line lineOf(const Operation& operation, std::size_t clients, const Measurement& measured, double best) {
  std::vector<Cell> ofBest = verdict(ratio(measured.perSecond, best), kWanted);
  ofBest[0].column = "of the best";
  if (clients < kMany) ofBest[1].value = ofBest[2].value = std::string();
  Line line{"Many clients",
            {{"operation", operation.name},
             {"clients", static_cast<double>(clients)},
             {"ours/s", measured.perSecond}}};
  line.cells.insert(line.cells.end(), ofBest.begin(), ofBest.end());
  for (Cell& cell : std::vector<Cell>{{"p50 ms", measured.p50, 2},
                                      {"p99 ms", measured.p99, 2},
                                      {"max ms", measured.max, 2},
                                      {"503 + Retry-After", static_cast<double>(measured.askedToWait)},
                                      {"no answer", static_cast<double>(measured.turnedAway)}})
    line.cells.push_back(std::move(cell));
  return line;
}

}  // namespace

void loadWithMany(const std::vector<Operation>& operations, const Options& options, Report& report) {
  for (const Operation& operation : operations) {
    std::vector<Measurement> all;
    double best = 0;
    for (const std::size_t clients : kClients) {
      tell("many clients: " + operation.name + ", clients: " + std::to_string(clients));
      all.push_back(measureRuns(operation, clients, options));
      best = std::max(best, all.back().perSecond);
    }
    for (std::size_t i = 0; i < kClients.size(); ++i)
      report.add(lineOf(operation, kClients[i], all[i], best));
  }
}

}  // namespace scim2ldap::bench
