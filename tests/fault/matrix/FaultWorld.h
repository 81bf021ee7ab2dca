#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "connector/store/Store.h"
#include "ldap/Directory.h"
#include "tests/fault/matrix/FaultLog.h"
#include "tests/fault/matrix/FaultState.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// What a FaultWorld is made of.
struct WorldOptions {
  std::string name;
  SlapdOptions slapd{};
  ConnectorOptions connector{};
  /// Replaced in the shipped mapping, from what to what; with none the connector's mapping is taken as it is.
  std::vector<std::pair<std::string, std::string>> mappingEdits{};
  /// Makes what every case begins with.
  std::function<void(const ScimClient&)> prepare{};
};

/// A directory and a connector that can be ended at its fault points. Not thread-safe.
class FaultWorld {
 public:
  explicit FaultWorld(WorldOptions options);

  [[nodiscard]] const ScimClient& client() const { return client_; }
  [[nodiscard]] ldap::Directory& directory() { return directory_; }
  /// A name relative to the base.
  [[nodiscard]] ldap::Dn dn(const std::string& relative) const;
  [[nodiscard]] ldap::ResultCode bind(const std::string& relative, const std::string& password) const;

  /// The next "name:passage" ends the connector.
  void arm(const std::string& point);
  void disarm();
  /// Forgets the points passed, and notes them from now on.
  void watch();
  /// The points passed since, each with the number of its passage: what can be armed.
  [[nodiscard]] std::vector<std::string> passed() const;

  /// Whether the connector ends, or has ended, by itself.
  [[nodiscard]] bool endsWithin(std::chrono::seconds patience) { return connector_.endsWithin(patience); }
  /// \returns false when it ended before it was ready, as at an armed point
  [[nodiscard]] bool start();
  /// Returns when no plan is on its way and nobody is due for the fallback group.
  /// \throws std::runtime_error  when that does not come
  void waitUntilQuiet();

  /// Runs a command of the program, of which a fault point may end the service.
  [[nodiscard]] std::string command(const std::string& arguments) const {
    return connector_.command(arguments);
  }

  /// Removes everything that the world did not begin with.
  void clear();
  [[nodiscard]] FaultState state();
  /// What the log tells since row `mark`.
  [[nodiscard]] FaultLog logSince(std::int64_t mark);
  /// Who is there, by id, and whether he is in the fallback group.
  [[nodiscard]] std::map<std::string, bool> inFallbackGroup();
  [[nodiscard]] std::int64_t lastLogRow();
  [[nodiscard]] std::filesystem::path stateFile() const { return connector_.stateFile(); }
  [[nodiscard]] std::string connectorLog() const { return connector_.log(); }

 private:
  [[nodiscard]] std::unique_ptr<connector::Store> store() const;
  [[nodiscard]] std::vector<ldap::Entry> entries();
  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }
  [[nodiscard]] static ConnectorOptions connectorOf(WorldOptions& options, const TemporaryFolder& folder);

  WorldOptions options_;
  TemporaryFolder folder_;
  TemporarySlapd slapd_;
  ConnectorProcess connector_;
  ScimClient client_;
  ldap::Directory directory_;
  std::vector<ldap::Entry> initial_;
  std::set<std::string> initialIds_;
};

}  // namespace scim2ldap::test
