#pragma once

#include <filesystem>
#include <optional>

#include "connector/commands/Errand.h"
#include "connector/provisioning/Executor.h"
#include "connector/store/StateLock.h"

namespace scim2ldap::connector {

/// The service of one endpoint, in the process of a command.
struct OwnService {
  OwnService(const Configuration& configuration, const EndpointConfiguration& endpoint, Store& store);

  const EndpointConfiguration& endpoint;
  ldap::Directory directory;

 private:
  const DirectoryConfiguration& directoryConfiguration_;
  Store& store_;
  Coordination coordination_;
  Logger logger_{Level::Warning};
  Executor executor_;

 public:
  Service service;

  [[nodiscard]] ErrandPlace place() {
    return {endpoint,  directoryConfiguration_, directory, store_,
            executor_, coordination_,           service,   currentTime()};
  }
};

/// Whether the configuration names the directory that a plan is for; who cannot tell says yes.
[[nodiscard]] bool isForKnownDirectory(const JournalRow& row, const Configuration& configuration);

/// Who writes to the directory: the running service, or, where none runs, this process, for as long as the
/// object lives.
class ErrandRunner {
 public:
  /// \throws StoreError  when a request waits that an earlier service did not finish
  ErrandRunner(const Configuration& configuration, Store& store);

  /// \throws StoreError  when the service has ended meanwhile
  [[nodiscard]] ErrandResult carryOut(const Errand& errand, OwnService& own);

 private:
  std::filesystem::path folder_;
  bool isServed_ = false;
  std::optional<StateLock> lock_;
};

}  // namespace scim2ldap::connector
