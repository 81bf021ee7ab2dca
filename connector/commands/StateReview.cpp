#include "connector/commands/StateReview.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <thread>

#include "connector/commands/ControlSocket.h"
#include "connector/commands/Errand.h"
#include "connector/commands/ErrandRunner.h"
#include "connector/commands/Progress.h"
#include "connector/provisioning/PlanJson.h"
#include "connector/review/EndpointReview.h"
#include "connector/store/Integrity.h"
#include "connector/store/SqliteStore.h"
#include "ldap/Directory.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

/// A request that is under way for longer waits for a directory.
constexpr std::chrono::seconds kLongestRequest{15};
constexpr std::chrono::milliseconds kPause{100};

/// What a plan is about, for people.
std::string subjectOf(const JournalRow& row) {
  const std::string since = "of " + scim::printDateTime(row.time);
  try {
    const Plan plan = planFromJson(row.plan);
    if (plan.changes.log.empty()) return since;
    const LogRow& log = plan.changes.log.front();
    return log.method + " " + log.type + " " + log.name + " (request " + log.requestId + ") " + since;
  } catch (const StoreError&) {
    return "it cannot be read, " + since;
  }
}

/// The plans that are under way longer than any request takes, and those that were set aside.
std::vector<Finding> planFindings(const Configuration& configuration, Store& store) {
  const bool isServed =
      askService(configuration.stateDirectory, scim::printJson(toJson(Errand{}))).has_value();
  std::vector<Finding> findings;
  for (JournalRow row : store.journal()) {
    // With a service, it may just be at it.
    while (isServed && row.setAside.empty() && isForKnownDirectory(row, configuration) &&
           row.time + kLongestRequest > currentTime()) {
      std::this_thread::sleep_for(kPause);
      const std::optional<JournalRow> now = store.journalRow(row.number);
      if (!now) break;
      row = *now;
    }
    if (!store.journalRow(row.number)) continue;
    Fault fault = Fault::PlanSetAside;
    if (row.setAside.empty())
      fault = isForKnownDirectory(row, configuration) ? Fault::PlanWaiting : Fault::PlanWithoutDirectory;
    findings.push_back({fault, "", "", std::to_string(row.number), "", {subjectOf(row)}});
  }
  return findings;
}

}  // namespace

std::vector<const EndpointConfiguration*> chosenEndpoints(const Options& options,
                                                          const Configuration& configuration) {
  std::vector<const EndpointConfiguration*> endpoints;
  std::string names;
  for (const EndpointConfiguration& endpoint : configuration.endpoints) {
    names += (names.empty() ? "" : ", ") + endpoint.name;
    if (!options.has("endpoint") || options.value("endpoint") == endpoint.name)
      endpoints.push_back(&endpoint);
  }
  if (endpoints.empty()) {
    throw UsageError("there is no endpoint " + options.value("endpoint").value_or("") +
                     "; the configuration has " + names);
  }
  return endpoints;
}

StateReview reviewState(const Configuration& configuration,
                        const std::vector<const EndpointConfiguration*>& endpoints,
                        const std::function<void(const Finding& finding)>& tell) {
  StateReview review;
  if (!std::filesystem::exists(configuration.stateFile())) {
    throw StoreError(configuration.stateFile().string() +
                     ": there is no side table; see [state] directory, and after a loss run `scim2ldap state "
                     "rebuild`");
  }
  const auto count = [&](const Finding& finding) {
    ++review.findings;
    tell(finding);
  };
  const std::unique_ptr<Store> store = openSqliteStoreToRead(configuration.stateFile());
  std::vector<std::string> faults = integrityFaults(configuration.stateFile());
  if (!faults.empty()) count({Fault::DamagedFile, "", "", "", "", std::move(faults)});
  // What such a file says cannot be compared with anything.
  if (review.findings > 0) return review;
  if (endpoints.size() == configuration.endpoints.size()) {
    for (const std::string& name : endpointsIn(configuration.stateFile())) {
      if (configuration.findEndpoint(name) == nullptr) count({Fault::UnknownEndpoint, name});
    }
  }
  for (const EndpointConfiguration* endpoint : endpoints) {
    std::int64_t expected = 0;
    for (const auto& [type, rows] : store->countResources(endpoint->name)) expected += 2 * rows;
    Progress progress(std::cerr, ::isatty(STDERR_FILENO) == 1, expected);
    const DirectoryConfiguration& directoryConfiguration = configuration.directory(endpoint->directory);
    ldap::Directory directory(directoryConfiguration.settings);
    EndpointReview own(
        *endpoint, directoryConfiguration, directory, *store,
        [&](const Finding& finding) {
          progress.hide();
          count(finding);
        },
        [&](std::int64_t done) { progress.show(done); });
    own.run();
    review.rows += own.rows();
    for (const auto& [type, entries] : own.withoutRows()) {
      review.notes.push_back("endpoint " + endpoint->name + ": none of " + std::to_string(entries) + ' ' +
                             type + (entries == 1 ? " entry" : " entries") +
                             " has a row; after a loss of the side table run `scim2ldap state rebuild`");
    }
  }
  for (const Finding& finding : planFindings(configuration, *store)) count(finding);
  return review;
}

}  // namespace scim2ldap::connector
