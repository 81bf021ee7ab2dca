#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "connector/log/Logger.h"
#include "connector/provisioning/IdIndexes.h"
#include "ldap/ContentSync.h"
#include "ldap/Directory.h"
#include "ldap/Subschema.h"

namespace scim2ldap::connector {

/// Keeps the indexes of a directory true to it, whoever writes there: by content synchronisation (RFC 4533)
/// where the server offers it and the id is the entryUUID, else by sweeps. Has a thread and connections of
/// its own; both end with this object.
///
/// Several scopes are watched by one search that finds the entries of all: so a write is told once, and a
/// position of the synchronisation is that of all indexes. Entries are told apart by their names and object
/// classes. Where that cannot be done, each scope gets a watch of its own.
class IndexWatch : private ldap::ContentListener {
 public:
  /// \param scopes  of one directory, at least one; several can be told apart by names and object classes
  /// \param logger  must outlive the watch, as the indexes must
  IndexWatch(std::vector<IndexScope> scopes, IdIndexes& indexes, Logger& logger);
  ~IndexWatch() override;

  [[nodiscard]] const std::vector<IndexScope>& scopes() const { return scopes_; }
  /// Begins to stop; the end of the object waits for it.
  void requestStop() { thread_.request_stop(); }

 private:
  /// A scope and what is kept for it.
  struct Watched {
    const IndexScope& scope;
    std::shared_ptr<IdIndex> index;
    std::string name;            ///< for the log: bases and filter
    std::vector<IdKey> found{};  ///< by the refresh under way
    std::string reported{};      ///< the latest message's reason; the same one is not told twice
  };
  /// An entry of which it does not show to which scope it belongs.
  struct Indistinct {};

  void watch(const std::stop_token& stop);
  /// \returns false where the server does not offer it
  [[nodiscard]] bool synchronise(const std::stop_token& stop);
  [[nodiscard]] bool areInOneDatabase();
  void sweep();
  void waitForNextSweep(const std::stop_token& stop);
  /// Watches each scope by itself from now on.
  void split(const std::stop_token& stop);
  void distrust();
  void reportComplete(std::string_view how);
  void reportIncomplete(const std::string& reason);
  void reportIncomplete(Watched& watched, const std::string& reason);

  void entryFound(const std::string& id, const ldap::Entry& entry) override;
  void entryGone(const std::string& id) override;
  void refreshed() override;
  void reached(const ldap::SyncPosition& position) override;

  /// For each scope whether an entry that the search has found belongs to it.
  [[nodiscard]] std::vector<bool> belongings(const ldap::Entry& entry) const;
  /// Asks what the containers are that names were found in.
  void proveContainers(NameTable& names);

  const std::vector<IndexScope> scopes_;
  IdIndexes& indexes_;
  Logger& logger_;
  std::vector<Watched> watched_;
  ldap::Directory directory_;
  ldap::ContentSync sync_;
  ldap::Subschema schema_{};  ///< where scopes are told apart
  bool refreshing_ = false;
  std::vector<std::unique_ptr<IndexWatch>> parts_;  ///< once split
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
