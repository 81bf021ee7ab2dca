#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/fault/VitalSigns.h"

namespace scim2ldap::test {

/// What a long run looks like at one moment.
struct SoakSample {
  std::chrono::seconds at{};   ///< since the run began
  std::chrono::seconds age{};  ///< since the connector was last started
  VitalSigns connector;
  VitalSigns slapd;
  std::int64_t descriptors = 0;  ///< of the connector
  std::int64_t databaseKiB = 0;
  std::int64_t walKiB = 0;
  std::int64_t requests = 0;
};

/// The samples as a table, and what they say. Not thread-safe.
class SoakSamples {
 public:
  void add(const SoakSample& sample) { samples_.push_back(sample); }
  [[nodiscard]] static std::string heading();
  [[nodiscard]] std::string lastRow() const;
  struct Growth {
    std::vector<std::string> grown{};
    std::vector<std::string> notJudged{};  ///< for want of samples, where the run was short
  };
  /// Memory, threads and descriptors are judged from `calm` on, when the connector is not killed any more;
  /// file sizes from `filled` on, when the audit log is as long as it gets.
  [[nodiscard]] Growth growth(std::chrono::seconds filled, std::chrono::seconds calm) const;

 private:
  std::vector<SoakSample> samples_;
};

}  // namespace scim2ldap::test
