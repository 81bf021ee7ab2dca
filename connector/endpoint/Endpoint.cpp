#include "connector/endpoint/Endpoint.h"

#include <algorithm>

namespace scim2ldap::connector {

DirectoryRuntime::DirectoryRuntime(const DirectoryConfiguration& directoryConfiguration, Store& store,
                                   UnsettledPlans& unsettled, Logger& logger)
    : configuration(directoryConfiguration),
      directory(directoryConfiguration.settings),
      executor(directoryConfiguration.name, directory, directoryConfiguration.idAttribute, store, unsettled,
               logger),
      bulkThreads(static_cast<std::ptrdiff_t>(directoryConfiguration.settings.maxConnections / 2)) {}

Endpoint::Endpoint(const EndpointConfiguration& endpointConfiguration, DirectoryRuntime& directoryRuntime,
                   Store& store, Coordination& coordination, Logger& logger)
    : configuration(endpointConfiguration),
      directory(directoryRuntime),
      service(endpointConfiguration, directoryRuntime.configuration, directoryRuntime.directory, store,
              directoryRuntime.executor, coordination, logger),
      mappingCheck(endpointConfiguration, directoryRuntime.configuration, directoryRuntime.directory,
                   logger) {}

Snapshot::Snapshot(Configuration configuration, Store& store, Coordination& coordination, Logger& logger)
    : configuration_(std::move(configuration)) {
  for (const DirectoryConfiguration& directory : configuration_.directories) {
    directories_.push_back(
        std::make_unique<DirectoryRuntime>(directory, store, coordination.unsettled, logger));
  }
  for (const EndpointConfiguration& endpoint : configuration_.endpoints) {
    const auto runtime = std::find_if(directories_.begin(), directories_.end(), [&](const auto& directory) {
      return directory->configuration.name == endpoint.directory;
    });
    endpoints_.push_back(std::make_unique<Endpoint>(endpoint, **runtime, store, coordination, logger));
  }
}

}  // namespace scim2ldap::connector
