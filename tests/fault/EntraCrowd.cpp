#include "tests/fault/EntraCrowd.h"

namespace scim2ldap::test {

EntraCrowd::EntraCrowd(const ScimClient& client, CrowdSettings settings)
    : settings_(settings), client_(client), pacer_(settings.requestsPerSecond) {
  for (int i = 0; i < settings.clients; ++i) {
    clients_.push_back(std::make_unique<EntraClient>(
        i, SteadySender(client, findings_, pacer_, settings.pause), groups_, findings_, book_, settings.size,
        settings.seed + static_cast<unsigned>(i)));
  }
}

EntraCrowd::~EntraCrowd() {
  isStopping_ = true;
}

void EntraCrowd::start() {
  for (const std::unique_ptr<EntraClient>& client : clients_) {
    threads_.emplace_back([this, &client] {
      try {
        while (!isStopping_) client->step();
      } catch (const std::exception& error) {
        findings_.note(Fault::Answer, error.what());
      }
    });
  }
}

void EntraCrowd::finish() {
  isStopping_ = true;
  threads_.clear();
}

void EntraCrowd::compareEnd(ConnectorProcess& connector, const TemporarySlapd& slapd) {
  const ExpectedEnd expected = expectedEnd();
  compareWithService(client_, expected, findings_);
  if (const int status = connector.stop(); status != 0)
    findings_.note(Fault::Answer, "the connector ended with " + std::to_string(status));
  const ExpectedEnd kept =
      compareWithStore(connector.stateFolder() / "scim2ldap.db", expected, settings_.logRows, findings_);
  compareWithDirectory(slapd, expected, kept, findings_);
}

ExpectedEnd EntraCrowd::expectedEnd() const {
  ExpectedEnd expected;
  expected.groups = groups_.all();
  expected.writes = book_.writes();
  for (const std::unique_ptr<EntraClient>& client : clients_) {
    expected.users.insert(client->users().begin(), client->users().end());
    for (const auto& [group, members] : client->memberships())
      if (const auto there = expected.groups.find(group); there != expected.groups.end())
        there->second.members.insert(members.begin(), members.end());
  }
  return expected;
}

}  // namespace scim2ldap::test
