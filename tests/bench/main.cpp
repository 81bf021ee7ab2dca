// The connector's speed beside that of the same work straight over libldap, on one slapd, in one run.

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "tests/bench/Operations.h"
#include "tests/bench/Report.h"

using namespace scim2ldap::bench;

namespace {

constexpr const char* kUsage =
    "Usage: tests/bench/run [--quick | --scale USERS] [--runs N] [--seconds S] [--clients N] [--only TEXT] "
    "[--json]\n\n"
    "Starts a slapd and the connector, does the same work by way of both, and prints how fast either was.\n"
    "It compares; it never fails on time.\n\n"
    "  --quick        one short run of everything, in less than a minute\n"
    "  --scale USERS  with so many users in the directory (default 10000); from 50001 on also with a group "
    "of\n"
    "                 50,000 members\n"
    "  --runs N       the median of so many runs is printed (default 5)\n"
    "  --seconds S    so long a run takes (default 2)\n"
    "  --clients N    so many at once, in the place of 1, 8 and 32\n"
    "  --only TEXT    only the operations whose name holds the text; \"create user\" is always there\n"
    "  --json         one JSON object for each line of the table\n"
    "  --help         show this text\n";

struct Options {
  std::size_t users = 10'000;
  std::size_t runs = 5;
  std::chrono::milliseconds time{2'000};
  std::vector<std::size_t> clients{1, 8, 32};
  std::string only;
  bool json = false;
};

[[noreturn]] void refuse(const std::string& reason) {
  std::cerr << "tests/bench/run: " << reason << "\n" << kUsage;
  std::exit(2);
}

std::size_t numberOf(const std::string& text) {
  try {
    return std::stoul(text);
  } catch (const std::exception&) {
    refuse("\"" + text + "\" is no number");
  }
}

Options read(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    const auto value = [&] {
      if (++i == arguments.size()) refuse(name + " needs a value");
      return arguments[i];
    };
    if (name == "--quick") {
      options.runs = 1;
      options.time = std::chrono::milliseconds(400);
    } else if (name == "--scale") {
      options.users = std::max<std::size_t>(numberOf(value()), 2'000);
    } else if (name == "--runs") {
      options.runs = std::max<std::size_t>(numberOf(value()), 1);
    } else if (name == "--seconds") {
      options.time = std::chrono::seconds(std::max<std::size_t>(numberOf(value()), 1));
    } else if (name == "--clients") {
      options.clients = {std::max<std::size_t>(numberOf(value()), 1)};
    } else if (name == "--only") {
      options.only = value();
    } else if (name == "--json") {
      options.json = true;
    } else if (name == "--help" || name == "-h") {
      std::cout << kUsage;
      std::exit(0);
    } else {
      refuse("there is no option " + name);
    }
  }
  return options;
}

Line measureLine(const Stage& stage, const Operation& operation, std::size_t clients,
                 const Options& options) {
  std::vector<Measurement> ours;
  std::vector<Measurement> floor;
  for (std::size_t run = 0; run < options.runs; ++run) {
    operation.before();
    ours.push_back(measure(clients, options.time, operation.ours));
    operation.before();
    floor.push_back(measure(clients, options.time, operation.floor));
  }
  return {operation.name, clients, operation.target, median(ours), median(floor), stage.residentMemory()};
}

}  // namespace

int main(int count, char** values) {
  const Options options = read({values + 1, values + count});
  try {
    const Stage stage(options.users);
    Report report(std::cout, options.json, options.users);
    std::vector<Operation> all = userOperations(stage, options.clients);
    for (auto* more : {memberOperations, scaleOperations}) {
      for (Operation& operation : more(stage)) all.push_back(std::move(operation));
    }
    for (const Operation& operation : all) {
      const bool isNeeded = &operation == &all.front();
      if (!isNeeded && operation.name.find(options.only) == std::string::npos) continue;
      for (const std::size_t clients : operation.clients) {
        report.add(measureLine(stage, operation, clients, options));
      }
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "tests/bench/run: " << error.what() << "\n";
    return 1;
  }
}
