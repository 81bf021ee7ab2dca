#include "tests/bench/Start.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/Comparison.h"
#include "tests/bench/Operations.h"
#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kReadyWithinMs = 2'000;
constexpr Wanted kIndexWanted{Wanted::Of::Time, 3};
constexpr double kIdleMiB = 96;
constexpr double kPeakMiB = 160;
constexpr std::chrono::seconds kIdleTime{2};
constexpr std::chrono::minutes kPatience{5};
constexpr std::size_t kIndexes = 2;  // of users and of groups
constexpr int kPage = 1'000;

double millisecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Line line(const std::string& what, const std::string& unit, double ours) {
  return {"Start and memory", {{"what", what}, {"unit", unit}, {"ours", ours}}};
}

/// What has to stay below a number, with nothing beside it.
Line absolute(const std::string& what, const std::string& unit, double ours, double most) {
  Line all = line(what, unit, ours);
  for (Cell& cell : verdict(ours, {Wanted::Of::Time, most})) all.cells.push_back(std::move(cell));
  all.cells[3] = {"floor", std::string()};
  all.cells.insert(all.cells.begin() + 4, {"ratio", std::string()});
  return all;
}

/// From the start of the process.
struct StartTimes {
  double ready;
  double indexed;
};

StartTimes start(test::ConnectorProcess& connector) {
  connector.stop();
  const Clock::time_point begin = Clock::now();
  connector.start();
  const double ready = millisecondsSince(begin);
  while (countOf(connector.log(), "INDEX_COMPLETE") < kIndexes) {
    if (Clock::now() - begin > kPatience)
      throw std::runtime_error("the index is not complete: " + connector.log());
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return {ready, millisecondsSince(begin)};
}

/// Reads what the index is made of, straight.
double dumpIds(RawDirectory& raw) {
  const Clock::time_point begin = Clock::now();
  std::size_t ids = 0;
  raw.crawl(kBase, "(|(objectClass=inetOrgPerson)(objectClass=groupOfNames))",
            {"entryUUID", "createTimestamp"}, kPage, [&](const RawEntry& entry) {
              ids += entry.first("entryUUID").empty() || entry.first("createTimestamp").empty() ? 0 : 1;
            });
  if (ids == 0) throw std::runtime_error("the dump of ids is empty");
  return millisecondsSince(begin);
}

void measureTimes(Stage& stage, const Options& options, Report& report) {
  std::vector<double> ready;
  std::vector<double> indexed;
  std::vector<double> dumped;
  const auto raw = stage.raw();
  for (std::size_t run = 0; run < options.runs; ++run) {
    const StartTimes times = start(stage.connector());
    ready.push_back(times.ready);
    indexed.push_back(times.indexed);
    dumped.push_back(dumpIds(*raw));
  }
  report.add(absolute("start to ready", "ms", median(ready), kReadyWithinMs));
  Line index = line("start to complete index (floor: dump of the ids)", "ms", median(indexed));
  index.cells.push_back({"floor", median(dumped)});
  for (Cell& cell : verdict(ratio(median(indexed), median(dumped)), kIndexWanted))
    index.cells.push_back(std::move(cell));
  report.add(index);
}

}  // namespace

void measureStart(Stage& stage, const Options& options, Report& report) {
  tell("start, index and memory");
  const double peak = memoryOf(stage, "VmHWM");
  measureTimes(stage, options, report);
  static_cast<void>(crawlUsers(stage).ours.client(0)(0));
  std::this_thread::sleep_for(kIdleTime);
  report.add(absolute("resident memory, idle behind a crawl", "MiB", memoryOf(stage, "VmRSS"), kIdleMiB));
  report.add(absolute("resident memory, peak of all of the above", "MiB", peak, kPeakMiB));
}

}  // namespace scim2ldap::bench
