#include "connector/admin/Leavings.h"

namespace scim2ldap::connector {

Leavings leavingsOf(Endpoint& endpoint, Store& store, TimePoint now) {
  const std::string& name = endpoint.configuration.name;
  Leavings leavings{.left = store.countLeavings(name, "", now - kLeavingWindow),
                    .limit = endpoint.service.leavingLimit()};
  const std::optional<TimePoint> until = store.leavingConfirmedUntil(name);
  if (until && *until > now) leavings.confirmedUntil = until;
  return leavings;
}

std::string leavingMetrics(const Snapshot& snapshot, Store& store, TimePoint now) {
  std::string left =
      "# HELP scim2ldap_leavings Users who were disabled or deleted within the last hour.\n"
      "# TYPE scim2ldap_leavings gauge\n";
  std::string limits =
      "# HELP scim2ldap_leaving_limit How many users may be disabled or deleted within an hour.\n"
      "# TYPE scim2ldap_leaving_limit gauge\n";
  for (const auto& endpoint : snapshot.endpoints()) {
    if (!endpoint->configuration.leavingGuard.isOn()) continue;
    const Leavings leavings = leavingsOf(*endpoint, store, now);
    const std::string label = "{endpoint=\"" + endpoint->configuration.name + "\"} ";
    left += "scim2ldap_leavings" + label + std::to_string(leavings.left) + "\n";
    if (leavings.limit) limits += "scim2ldap_leaving_limit" + label + std::to_string(*leavings.limit) + "\n";
  }
  return left + limits;
}

}  // namespace scim2ldap::connector
