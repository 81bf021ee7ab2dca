// The connector's speed beside that of the same work straight over libldap, on one slapd, in one run.

#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/bench/Comparison.h"
#include "tests/bench/Growth.h"
#include "tests/bench/InitialCycle.h"
#include "tests/bench/Machine.h"
#include "tests/bench/ManyClients.h"
#include "tests/bench/Operations.h"
#include "tests/bench/Options.h"
#include "tests/bench/Report.h"
#include "tests/bench/Start.h"

using namespace scim2ldap::bench;

namespace {

void append(std::vector<Operation>& all, std::vector<Operation> more) {
  for (Operation& operation : more) all.push_back(std::move(operation));
}

/// In the order in which they have to be measured: users are made, changed and deleted.
std::vector<Operation> operationsOn(const Stage& stage, Made& made, const Options& options) {
  const std::vector<std::size_t> clients = options.clientsOr({1, 8, 32});
  std::vector<Operation> all{createUser(stage, made, clients)};
  append(all, readOperations(stage, clients));
  append(all, changeOperations(stage, made, clients));
  all.push_back(deleteUser(stage, made, clients));
  append(all, memberOperations(stage));
  all.push_back(crawlUsers(stage));
  all.push_back(addThousandMembers(stage));
  append(all, pageOperations(stage));
  append(all, largeGroupOperations(stage));
  bool isMakingWanted = options.wants(all.front().name);
  std::erase_if(all, [&](const Operation& operation) {
    const bool isWanted = options.wants(operation.name);
    isMakingWanted = isMakingWanted || (isWanted && operation.takesMade);
    return &operation != all.data() && !isWanted;
  });
  if (!isMakingWanted) all.erase(all.begin());
  return all;
}

/// Users of the initial cycle, 0 where it is left out.
std::size_t cycleOf(std::size_t users, const Options& options) {
  return options.wants("initial cycle") ? options.cycle.value_or(users) : 0;
}

std::string howMeasured(const Options& options, std::size_t cycle) {
  std::ostringstream text;
  text << "median of " << options.runs << " run(s) of " << static_cast<double>(options.time.count()) / 1'000
       << " s" << (options.syncprov ? "" : ", without syncprov");
  if (cycle > 1) text << ", initial cycle of " << grouped(cycle) << ", " << options.portion << " a PATCH";
  return text.str();
}

void measureScale(std::size_t users, const Options& options, Report& report) {
  report.setUsers(users, howMeasured(options, cycleOf(users, options)));
  tell("making a directory of " + grouped(users) + " users");
  Stage stage(users, options.syncprov);
  Made made;
  compare(stage, operationsOn(stage, made, options), options, report);
  if (!options.clients && options.wants("many clients"))
    loadWithMany({createUser(stage, made, {}), readOperations(stage, {}).front()}, options, report);
  if (options.wants("growth")) compareGrowth(stage, made, options, report);
  if (options.wants("start and memory")) measureStart(stage, options, report);
}

void measureAll(const Options& options) {
  const bool isReport = options.form == Options::Form::Report;
  if (isReport) describeRun(std::cout, options);
  Report report(std::cout, options.form == Options::Form::Json);
  for (const std::size_t users : options.scales) {
    measureScale(users, options, report);
    const std::size_t cycle = cycleOf(users, options);
    if (cycle > 1) measureInitialCycle(cycle, options, report);
  }
  if (report.empty())
    throw UsageError("no line of this form has such a name; tests/bench/README.md lists them");
}

}  // namespace

int main(int count, char** values) {
  try {
    const Options options = readOptions({values + 1, values + count});
    if (options.help) {
      std::cout << usage();
    } else {
      measureAll(options);
    }
    return 0;
  } catch (const UsageError& error) {
    std::cerr << "tests/bench/run: " << error.what() << "\n\n" << usage();
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "tests/bench/run: " << error.what() << "\n";
    return 1;
  }
}
