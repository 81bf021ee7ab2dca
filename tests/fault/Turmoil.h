#pragma once

#include <chrono>
#include <random>
#include <string>

#include "tests/support/ConnectorProcess.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// Kills and stops the two daemons and brings them back. To be used by the thread that has started them.
class Turmoil {
 public:
  /// \param operationTimeout  the connector's; slapd is stopped for longer
  Turmoil(TemporarySlapd& slapd, ConnectorProcess& connector, std::chrono::milliseconds operationTimeout,
          unsigned seed)
      : slapd_(slapd), connector_(connector), operationTimeout_(operationTimeout), random_(seed) {}

  /// kill -9; returns when it is ready again.
  void killConnector();
  /// kill -9; down for a moment.
  void killSlapd();
  /// SIGSTOP past the deadline of the connector's operations.
  void stopSlapd();
  /// The connector is killed with requests under way that slapd gets to see only after its restart has begun.
  void killConnectorWhileSlapdIsStopped();

  /// Sleeps for up to that long.
  void wait(std::chrono::milliseconds most);
  [[nodiscard]] unsigned roll(unsigned below) { return static_cast<unsigned>(random_() % below); }
  [[nodiscard]] int connectorKills() const { return connectorKills_; }
  /// "20 kills of the connector, 3 of slapd, ..."
  [[nodiscard]] std::string summary() const;

 private:
  TemporarySlapd& slapd_;
  ConnectorProcess& connector_;
  std::chrono::milliseconds operationTimeout_;
  std::mt19937 random_;
  int connectorKills_ = 0;
  int slapdKills_ = 0;
  int slapdStops_ = 0;
  int killsDuringStops_ = 0;
};

}  // namespace scim2ldap::test
