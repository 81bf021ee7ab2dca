#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "tests/fault/Comparison.h"
#include "tests/fault/EntraClient.h"

namespace scim2ldap::test {

struct CrowdSettings {
  int clients = 8;
  PopulationSize size{};
  double requestsPerSecond = 0;         ///< 0: as many as they can make
  std::chrono::milliseconds pause{20};  ///< before a client asks a service that is away again
  std::size_t logRows = 100'000;        ///< as the connector's configuration says
  unsigned seed = 1;
};

/// Clients that work at once, each in a thread, until told to stop.
class EntraCrowd {
 public:
  EntraCrowd(const ScimClient& client, CrowdSettings settings);
  ~EntraCrowd();
  EntraCrowd(const EntraCrowd&) = delete;
  EntraCrowd& operator=(const EntraCrowd&) = delete;

  void start();
  /// Lets so many requests through without a pause.
  void burst(int requests) { pacer_.burst(requests); }
  /// Returns when every client has brought its last operation to its end.
  void finish();
  /// After `finish`: stops the connector, and compares the service, the side table and the directory with
  /// what the clients were told.
  void compareEnd(ConnectorProcess& connector, const TemporarySlapd& slapd);

  [[nodiscard]] const Findings& findings() const { return findings_; }

 private:
  [[nodiscard]] ExpectedEnd expectedEnd() const;

  CrowdSettings settings_;
  ScimClient client_;
  Findings findings_;
  WriteBook book_;
  SharedGroups groups_;
  Pacer pacer_;
  std::vector<std::unique_ptr<EntraClient>> clients_;
  std::atomic<bool> isStopping_{false};
  std::vector<std::jthread> threads_;
};

}  // namespace scim2ldap::test
