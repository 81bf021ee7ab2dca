#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "connector/commands/Command.h"
#include "connector/commands/ControlSocket.h"
#include "connector/commands/Options.h"
#include "connector/commands/Progress.h"
#include "connector/commands/RoleErrand.h"
#include "connector/config/Configuration.h"
#include "connector/provisioning/Executor.h"
#include "connector/provisioning/Service.h"
#include "connector/store/SqliteStore.h"
#include "connector/store/StateLock.h"
#include "scim/Json.h"

namespace scim2ldap::connector {
namespace {

constexpr const char* kUsageText =
    "Usage: scim2ldap state resolve-roles [--dry-run] [--endpoint E] [--json] [--config FILE]\n\n"
    "Users get the role that [endpoint.roles] makes of their roles whenever they are written. After a change "
    "of\n"
    "that table `resolve-roles` gives it to all others at once, with attribute and groups, and prints one "
    "line\n"
    "for each: userName, old and new role. Where the service runs, it does the writing: reload it first, so "
    "that\n"
    "it knows the new table.\n\n"
    "  --dry-run      only print what would change\n"
    "  --endpoint E   the endpoint's name; without it every endpoint that has [endpoint.roles]\n"
    "  --json         a JSON object for each user, one on a line\n";

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

/// Who writes to the directory: the service, or, where none runs, this process, for as long as the object
/// lives.
class Writer {
 public:
  Writer(const Configuration& configuration, Store& store) : folder_(configuration.stateDirectory) {
    isServed_ = askService(folder_, scim::printJson(toJson(RoleErrand{}))).has_value();
    if (isServed_) return;
    lock_.emplace(configuration.stateFile());
    const std::vector<JournalRow> journal = store.journal();
    const bool waits = std::any_of(journal.begin(), journal.end(),
                                   [](const JournalRow& row) { return row.setAside.empty(); });
    if (waits) {
      throw StoreError(
          "a request that was cut off waits to be settled; start the service, which does that, and run this "
          "again");
    }
  }

  RoleErrandResult carryOut(const RoleErrand& errand, const EndpointConfiguration& endpoint,
                            Service& service) {
    if (!isServed_) return connector::carryOut(errand, endpoint, service);
    const std::optional<std::string> answer = askService(folder_, scim::printJson(toJson(errand)));
    if (!answer) throw StoreError("the service has ended; run this again");
    return roleErrandResultFrom(scim::parseJson(*answer));
  }

 private:
  std::filesystem::path folder_;
  bool isServed_ = false;
  std::optional<StateLock> lock_;
};

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
                  Writer* writer, const Options& options)
      : endpoint_(endpoint),
        store_(store),
        writer_(writer),
        asJson_(options.has("json")),
        directoryConfiguration_(configuration.directory(endpoint.directory)),
        directory_(directoryConfiguration_.settings),
        executor_(endpoint.directory, directory_, directoryConfiguration_.idAttribute, store,
                  coordination_.unsettled, logger_),
        service_(endpoint, directoryConfiguration_, directory_, store, executor_, coordination_, logger_) {}

  Outcome resolve() {
    Progress progress(std::cerr, ::isatty(STDERR_FILENO) == 1, store_.countResources(endpoint_.name)["User"]);
    std::string last;
    for (;;) {
      const std::vector<ResourceRow> rows = store_.resources(endpoint_.name, "User", last, kPortion);
      if (rows.empty()) break;
      last = rows.back().id;
      std::vector<std::string> ids;
      for (const ResourceRow& row : rows) ids.push_back(row.id);
      for (const Service::RoleDifference& user : service_.roleDifferences(ids)) resolve(user, progress);
      outcome_.users += rows.size();
      progress.show(static_cast<std::int64_t>(outcome_.users));
    }
    return outcome_;
  }

 private:
  void resolve(const Service::RoleDifference& user, Progress& progress) {
    RoleErrandResult result{user.after};
    if (writer_ != nullptr) result = writer_->carryOut({endpoint_.name, user.id}, endpoint_, service_);
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
    if (refused.empty()) {
      std::cout << user.userName << ": " << named(user.before) << " -> " << named(user.after) << '\n'
                << std::flush;
    } else {
      std::cerr << user.userName << ": keeps " << named(user.before) << ", could not get "
                << named(user.after) << ": " << refused << '\n';
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
  Writer* writer_;
  bool asJson_;
  const DirectoryConfiguration& directoryConfiguration_;
  ldap::Directory directory_;
  Coordination coordination_;
  Logger logger_{Level::Warning};
  Executor executor_;
  Service service_;
  Outcome outcome_;
};

int resolveRoles(const Options& options) {
  options.expectWords(1, "");
  const Configuration configuration = readConfiguration(options.configurationFile());
  const std::vector<const EndpointConfiguration*> endpoints = endpointsOf(options, configuration);
  Outcome all;
  if (std::filesystem::exists(configuration.stateFile())) {
    const std::unique_ptr<Store> store = openSqliteStore(configuration.stateFile());
    std::optional<Writer> writer;
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
            << (options.has("dry-run") ? " users would get another role" : " users have another role now");
  if (all.failed > 0) std::cerr << ", " << all.failed << " could not get theirs";
  std::cerr << '\n';
  return all.failed == 0 ? kDone : kRefused;
}

int run(Arguments arguments) {
  const Options options(arguments, {{"dry-run", false}, {"endpoint"}, {"json", false}});
  if (options.words().empty()) throw UsageError("say resolve-roles");
  const std::string& action = options.words().front();
  if (action == "resolve-roles") return resolveRoles(options);
  throw UsageError("there is no \"state " + action + "\"; say resolve-roles");
}

}  // namespace

Command stateCommand() {
  return {"state", "bring users into line with a changed configuration", kUsageText, run};
}

}  // namespace scim2ldap::connector
