#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "connector/config/Configuration.h"
#include "connector/log/Logger.h"
#include "ldap/Directory.h"

namespace scim2ldap::connector {

/// What keeps an endpoint's mapping from working on its directory as it stands: classes and attributes that
/// the schema lacks, containers, counters and groups of roles that are not there. Nothing is written.
/// \returns one text for each, with its place in the mapping file where it has one
/// \throws ldap::Error  when the directory cannot be asked
[[nodiscard]] std::vector<std::string> mappingFaults(const EndpointConfiguration& endpoint,
                                                     const std::string& idAttribute,
                                                     ldap::Directory& directory);

/// Whether the mapping disables users by a lock, and no password policy below `base` can be seen that makes a
/// lock effective. What only a bind can tell is found out by `scim2ldap check`.
/// \throws ldap::Error  when the directory cannot be asked
[[nodiscard]] bool isLockUnproven(const mappings::Mapping& mapping, const ldap::Dn& base,
                                  ldap::Directory& directory);

/// Looks whether one endpoint's mapping can work, tells the log of what it finds, and keeps it for those who
/// ask later. Thread-safe.
class MappingCheck {
 public:
  /// Everything passed in must outlive the check.
  MappingCheck(const EndpointConfiguration& endpoint, const DirectoryConfiguration& configuration,
               ldap::Directory& directory, Logger& logger)
      : endpoint_(endpoint), configuration_(configuration), directory_(directory), logger_(logger) {}

  /// Does nothing once all is well; where it is not, looks again from time to time.
  /// \throws ldap::Error  when the directory cannot be asked
  void look();
  /// What was found when last looked; empty also before that.
  [[nodiscard]] std::vector<std::string> faults() const;

 private:
  const EndpointConfiguration& endpoint_;
  const DirectoryConfiguration& configuration_;
  ldap::Directory& directory_;
  Logger& logger_;

  mutable std::mutex mutex_;
  std::optional<std::chrono::steady_clock::time_point> looked_;
  std::vector<std::string> faults_;
};

}  // namespace scim2ldap::connector
