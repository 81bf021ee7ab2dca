#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/KeepAliveClient.h"
#include "tests/bench/RawDirectory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::bench {

/// As etc/ldap/ tells administrators to set a directory up; and each write is on the disk when it is
/// answered.
[[nodiscard]] test::SlapdOptions directoryOptions(bool syncprov);
/// A connection as the connector's identity.
[[nodiscard]] std::unique_ptr<RawDirectory> connect(const test::TemporarySlapd& slapd);

/// A slapd with known users and groups, and the connector, configured as it is by default, in front of it.
/// The side table has a row for each known user, as if the connector had made it.
class Stage {
 public:
  /// \param syncprov  whether the directory tells of changes
  Stage(std::size_t users, bool syncprov);

  [[nodiscard]] std::unique_ptr<KeepAliveClient> client() const;
  [[nodiscard]] std::unique_ptr<RawDirectory> raw() const { return connect(slapd_); }
  [[nodiscard]] std::size_t users() const { return knownIds_.size(); }
  /// The SCIM id of a known user.
  [[nodiscard]] const std::string& knownId(std::size_t number) const { return knownIds_[number]; }
  /// The SCIM id of a group.
  [[nodiscard]] std::string groupId(const std::string& name) const;
  /// Makes a group of the first known users, in the place of one that has the name. \returns its SCIM id
  std::string makeGroup(const std::string& name, std::size_t members) const;
  [[nodiscard]] test::ConnectorProcess& connector() { return connector_; }
  [[nodiscard]] const test::ConnectorProcess& connector() const { return connector_; }

 private:
  void readKnownIds(std::size_t users);
  void makeRows();
  void copyRow() const;

  test::TemporarySlapd slapd_;
  test::ConnectorProcess connector_;
  std::vector<std::string> knownIds_;
};

/// Of the connector: "VmRSS", "VmHWM", in MiB.
[[nodiscard]] double memoryOf(const Stage& stage, const std::string& name);

}  // namespace scim2ldap::bench
