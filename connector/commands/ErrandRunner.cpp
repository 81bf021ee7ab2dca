#include "connector/commands/ErrandRunner.h"

#include <algorithm>

#include "connector/commands/ControlSocket.h"

namespace scim2ldap::connector {

OwnService::OwnService(const Configuration& configuration, const EndpointConfiguration& endpointConfiguration,
                       Store& store)
    : endpoint(endpointConfiguration),
      directory(configuration.directory(endpoint.directory).settings),
      directoryConfiguration_(configuration.directory(endpoint.directory)),
      store_(store),
      executor_(endpoint.directory, directory, configuration.directory(endpoint.directory).idAttribute, store,
                coordination_.unsettled, logger_),
      service(endpoint, configuration.directory(endpoint.directory), directory, store, executor_,
              coordination_, logger_) {}

bool isForKnownDirectory(const JournalRow& row, const Configuration& configuration) {
  const scim::Json* const directory = row.plan.find("directory");
  if (directory == nullptr || !directory->isString()) return true;
  return std::any_of(configuration.directories.begin(), configuration.directories.end(),
                     [&](const DirectoryConfiguration& each) { return each.name == directory->asString(); });
}

ErrandRunner::ErrandRunner(const Configuration& configuration, Store& store)
    : folder_(configuration.stateDirectory),
      isServed_(askService(folder_, scim::printJson(toJson(Errand{}))).has_value()) {
  if (isServed_) return;
  lock_.emplace(configuration.stateFile());
  const std::vector<JournalRow> journal = store.journal();
  const bool waits = std::any_of(journal.begin(), journal.end(), [&](const JournalRow& row) {
    return row.setAside.empty() && isForKnownDirectory(row, configuration);
  });
  if (waits) {
    throw StoreError(
        "a request that was cut off waits to be settled; start the service, which does that, and run this "
        "again");
  }
}

ErrandResult ErrandRunner::carryOut(const Errand& errand, OwnService& own) {
  if (!isServed_) return connector::carryOut(errand, own.place());
  const std::optional<std::string> answer = askService(folder_, scim::printJson(toJson(errand)));
  if (!answer) throw StoreError("the service has ended; run this again");
  return errandResultFrom(scim::parseJson(*answer));
}

}  // namespace scim2ldap::connector
