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

/// A slapd with known users and groups, and the connector in front of it.
class Stage {
 public:
  /// \param users  known users, at least 2,000
  explicit Stage(std::size_t users);

  [[nodiscard]] std::unique_ptr<KeepAliveClient> client() const;
  [[nodiscard]] std::unique_ptr<RawDirectory> raw() const;
  [[nodiscard]] std::size_t users() const { return users_; }
  /// The SCIM id of a known user.
  [[nodiscard]] const std::string& knownId(std::size_t number) const { return knownIds_[number]; }
  /// Makes a group of the first known users, in the place of one that has the name. \returns its SCIM id
  std::string makeGroup(const std::string& name, std::size_t members) const;
  /// Of the connector, in KiB.
  [[nodiscard]] long residentMemory() const;

 private:
  std::size_t users_;
  test::TemporarySlapd slapd_;
  test::ConnectorProcess connector_;
  std::vector<std::string> knownIds_;
};

}  // namespace scim2ldap::bench
