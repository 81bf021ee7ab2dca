#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "connector/log/Logger.h"
#include "connector/provisioning/IdIndexes.h"
#include "ldap/ContentSync.h"
#include "ldap/Directory.h"

namespace scim2ldap::connector {

/// Keeps one index true to its directory, whoever writes there: by content synchronisation (RFC 4533) where
/// the server offers it and the id is the entryUUID, else by sweeps. Has a thread and connections of its own;
/// both end with this object.
class IndexWatch : private ldap::ContentListener {
 public:
  /// The logger must outlive the watch.
  IndexWatch(IndexScope scope, std::shared_ptr<IdIndex> index, Logger& logger);
  ~IndexWatch() override;

  [[nodiscard]] const IndexScope& scope() const { return scope_; }
  /// Begins to stop; the end of the object waits for it.
  void requestStop() { thread_.request_stop(); }

 private:
  void watch(const std::stop_token& stop);
  /// \returns false where the server does not offer it
  [[nodiscard]] bool synchronise(const std::stop_token& stop);
  void sweep();
  void waitForNextSweep(const std::stop_token& stop);
  void reportComplete(std::string_view how);
  void reportIncomplete(const std::string& reason);

  void entryFound(const std::string& id, const ldap::Entry& entry) override;
  void entryGone(const std::string& id) override;
  void refreshed() override;
  void reached(const ldap::SyncPosition& position) override;

  /// Asks what the containers are that names were found in.
  void proveContainers();

  const IndexScope scope_;
  const std::shared_ptr<IdIndex> index_;
  Logger& logger_;
  std::string name_;  ///< for the log: bases and filter
  ldap::Directory directory_;
  ldap::ContentSync sync_;
  std::vector<IdKey> found_;  ///< by the refresh under way
  bool refreshing_ = false;
  std::string reported_;  ///< the latest message's reason; the same one is not told twice
  std::jthread thread_;
};

/// The watches of a configuration. Used by one thread at a time.
class IndexWatches {
 public:
  /// Watches what the configuration's endpoints list, and nothing else; what was watched already goes on.
  void follow(const Configuration& configuration, IdIndexes& indexes, Logger& logger);
  void stop();
  ~IndexWatches() { stop(); }

 private:
  std::vector<std::unique_ptr<IndexWatch>> watches_;
};

}  // namespace scim2ldap::connector
