#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "connector/commands/ErrandRunner.h"
#include "connector/commands/Progress.h"
#include "connector/commands/StateTasks.h"
#include "connector/config/Configuration.h"
#include "connector/log/HarmlessText.h"
#include "connector/provisioning/Service.h"
#include "connector/store/SqliteStore.h"
#include "scim/Json.h"

namespace scim2ldap::connector {
namespace {

constexpr std::size_t kPortion = 100;

/// \throws UsageError
std::vector<const EndpointConfiguration*> endpointsOf(const Options& options,
                                                      const Configuration& configuration) {
  std::vector<const EndpointConfiguration*> endpoints;
  std::string names;
  for (const EndpointConfiguration& endpoint : configuration.endpoints) {
    if (!endpoint.roles) continue;
    names += (names.empty() ? "" : ", ") + endpoint.name;
    if (!options.has("endpoint") || options.value("endpoint") == endpoint.name)
      endpoints.push_back(&endpoint);
  }
  if (endpoints.empty() && names.empty()) throw UsageError("no endpoint has [endpoint.roles]");
  if (endpoints.empty()) {
    throw UsageError("there is no endpoint " + *options.value("endpoint") +
                     " with [endpoint.roles]; there is " + names);
  }
  return endpoints;
}

/// What became of the roles of one endpoint's users.
struct Outcome {
  std::size_t users = 0;
  std::size_t changed = 0;
  std::size_t failed = 0;
};

class RolesOfEndpoint {
 public:
  /// \param writer  nullptr to change nothing
  RolesOfEndpoint(const Configuration& configuration, const EndpointConfiguration& endpoint, Store& store,
                  ErrandRunner* writer, const Options& options)
      : endpoint_(endpoint),
        store_(store),
        writer_(writer),
        asJson_(options.has("json")),
        own_(configuration, endpoint, store) {}

  Outcome resolve() {
    Progress progress(std::cerr, ::isatty(STDERR_FILENO) == 1, store_.countResources(endpoint_.name)["User"]);
    std::string last;
    for (;;) {
      const std::vector<ResourceRow> rows = store_.resources(endpoint_.name, "User", last, kPortion);
      if (rows.empty()) break;
      last = rows.back().id;
      std::vector<std::string> ids;
      for (const ResourceRow& row : rows) ids.push_back(row.id);
      for (const Service::RoleDifference& user : own_.service.roleDifferences(ids)) resolve(user, progress);
      outcome_.users += rows.size();
      progress.show(static_cast<std::int64_t>(outcome_.users));
    }
    return outcome_;
  }

 private:
  void resolve(const Service::RoleDifference& user, Progress& progress) {
    ErrandResult result{user.after};
    if (writer_ != nullptr)
      result = writer_->carryOut({Errand::Task::ResolveRole, endpoint_.name, user.id}, own_);
    if (result.error.empty() && result.role != user.after) {
      result.error =
          "the service does not know the new table yet, or the user was changed meanwhile; reload the "
          "service, and run this again";
    }
    ++(result.error.empty() ? outcome_.changed : outcome_.failed);
    progress.hide();
    asJson_ ? printJsonLine(user, result.error) : printLine(user, result.error);
  }

  void printLine(const Service::RoleDifference& user, const std::string& refused) {
    const auto named = [](const std::string& role) { return role.empty() ? "(none)" : role; };
    const std::string userName = harmless(user.userName);
    if (refused.empty()) {
      std::cout << userName << ": " << named(user.before)
                << (user.before == user.after ? ", set anew in the directory" : " -> " + named(user.after))
                << '\n'
                << std::flush;
    } else {
      std::cerr << userName << ": keeps " << named(user.before) << ", could not get " << named(user.after)
                << ": " << harmless(refused) << '\n';
    }
  }

  void printJsonLine(const Service::RoleDifference& user, const std::string& refused) {
    scim::Json line = scim::Json::object();
    line.set("endpoint", endpoint_.name);
    line.set("id", user.id);
    line.set("userName", user.userName);
    line.set("from", user.before);
    line.set("to", user.after);
    if (!refused.empty()) line.set("error", refused);
    std::cout << scim::printJson(line) << '\n' << std::flush;
  }

  const EndpointConfiguration& endpoint_;
  Store& store_;
  ErrandRunner* writer_;
  bool asJson_;
  OwnService own_;
  Outcome outcome_;
};

}  // namespace

int resolveRoles(const Options& options) {
  options.expectWords(1, "");
  const Configuration configuration = readConfiguration(options.configurationFile());
  const std::vector<const EndpointConfiguration*> endpoints = endpointsOf(options, configuration);
  Outcome all;
  if (std::filesystem::exists(configuration.stateFile())) {
    const std::unique_ptr<Store> store = openSqliteStore(configuration.stateFile());
    std::optional<ErrandRunner> writer;
    if (!options.has("dry-run")) writer.emplace(configuration, *store);
    for (const EndpointConfiguration* endpoint : endpoints) {
      const Outcome outcome =
          RolesOfEndpoint(configuration, *endpoint, *store, writer ? &*writer : nullptr, options).resolve();
      all.users += outcome.users;
      all.changed += outcome.changed;
      all.failed += outcome.failed;
    }
  }
  std::cerr << all.changed << " of " << all.users
            << (options.has("dry-run") ? " users would be changed" : " users were changed");
  if (all.failed > 0) std::cerr << ", " << all.failed << " could not be";
  std::cerr << '\n';
  return all.failed == 0 ? kDone : kRefused;
}

}  // namespace scim2ldap::connector
