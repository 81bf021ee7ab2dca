#pragma once

#include <memory>
#include <semaphore>
#include <string>
#include <string_view>
#include <vector>

#include "connector/config/Configuration.h"
#include "connector/log/Logger.h"
#include "connector/provisioning/Executor.h"
#include "connector/provisioning/MappingCheck.h"
#include "connector/provisioning/Service.h"
#include "connector/store/Store.h"
#include "ldap/Directory.h"

namespace scim2ldap::connector {

/// A directory with the one executor that writes to it.
struct DirectoryRuntime {
  DirectoryRuntime(const DirectoryConfiguration& configuration, Store& store, UnsettledPlans& unsettled,
                   Logger& logger);

  const DirectoryConfiguration& configuration;
  ldap::Directory directory;
  Executor executor;
  /// Threads that the bulks at work may have beside those of their requests: so many that half of the
  /// connections to the directory are left to other requests.
  std::counting_semaphore<> bulkThreads;
};

/// One SCIM service: configuration, directory, and the service over both.
struct Endpoint {
  Endpoint(const EndpointConfiguration& configuration, DirectoryRuntime& directory, Store& store,
           Coordination& coordination, Logger& logger);

  const EndpointConfiguration& configuration;
  DirectoryRuntime& directory;
  Service service;
  MappingCheck mappingCheck;
};

/// Everything that is made from one reading of the configuration. Requests hold on to the snapshot that they
/// began with; a reload makes another one. Thread-safe.
class Snapshot {
 public:
  Snapshot(Configuration configuration, Store& store, Coordination& coordination, Logger& logger);
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  [[nodiscard]] const Configuration& configuration() const { return configuration_; }
  [[nodiscard]] const std::vector<std::unique_ptr<DirectoryRuntime>>& directories() const {
    return directories_;
  }
  [[nodiscard]] const std::vector<std::unique_ptr<Endpoint>>& endpoints() const { return endpoints_; }

 private:
  Configuration configuration_;
  std::vector<std::unique_ptr<DirectoryRuntime>> directories_;
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
};

}  // namespace scim2ldap::connector
