#include "tests/bench/Growth.h"

#include <algorithm>

#include "tests/bench/Comparison.h"
#include "tests/bench/Operations.h"

namespace scim2ldap::bench {
namespace {

constexpr std::size_t kSmall = 1'000;
constexpr std::size_t kClients = 8;
constexpr Wanted kWanted{Wanted::Of::Rate, 0.9};

std::vector<Operation> operationsOn(const Stage& stage, Made& made, const std::vector<std::size_t>& clients) {
  std::vector<Operation> all{createUser(stage, made, clients)};
  for (Operation& operation : readOperations(stage, clients)) all.push_back(std::move(operation));
  return all;
}

Line lineOf(const Operation& small, const Operation& large, std::size_t clients, const Options& options) {
  std::vector<Measurement> runs[4];
  for (std::size_t run = 0; run < options.runs; ++run) {
    runs[0].push_back(measureRun(small, small.ours, clients, options.time));
    runs[1].push_back(measureRun(large, large.ours, clients, options.time));
    runs[2].push_back(measureRun(small, small.floor, clients, options.time));
    runs[3].push_back(measureRun(large, large.floor, clients, options.time));
  }
  double rates[4];
  std::transform(std::begin(runs), std::end(runs), std::begin(rates),
                 [](const std::vector<Measurement>& each) { return median(each).perSecond; });
  Line line{"The same with 1,000 users and with all",
            {{"operation", small.name},
             {"clients", static_cast<double>(clients)},
             {"ours/s, 1,000 users", rates[0]},
             {"ours/s, all", rates[1]}}};
  for (Cell& cell : verdict(ratio(rates[1], rates[0]), kWanted)) line.cells.push_back(std::move(cell));
  line.cells.push_back({"floor/s, 1,000 users", rates[2]});
  line.cells.push_back({"floor/s, all", rates[3]});
  line.cells.push_back({"floor's ratio", ratio(rates[3], rates[2]), 2});
  return line;
}

}  // namespace

void compareGrowth(const Stage& stage, Made& made, const Options& options, Report& report) {
  tell("growth: making a directory of 1,000 users beside the other");
  const Stage small(kSmall, options.syncprov);
  Made madeSmall;
  const std::vector<std::size_t> clients = options.clientsOr({kClients});
  const std::vector<Operation> onSmall = operationsOn(small, madeSmall, clients);
  const std::vector<Operation> onLarge = operationsOn(stage, made, clients);
  for (std::size_t i = 0; i < onSmall.size(); ++i) {
    tell("growth: " + onSmall[i].name);
    report.add(lineOf(onSmall[i], onLarge[i], clients.front(), options));
  }
}

}  // namespace scim2ldap::bench
