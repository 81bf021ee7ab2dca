#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "connector/endpoint/Endpoint.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// Where an endpoint's guard against mass leaving stands.
struct Leavings {
  std::int64_t left = 0;                      ///< users who were disabled or deleted within the hour
  std::optional<std::int64_t> limit{};        ///< nullopt: the guard is off, or the limit is not known yet
  std::optional<TimePoint> confirmedUntil{};  ///< an administrator lets them leave in any number until then
  /// Whether the next one is refused.
  [[nodiscard]] bool areHeld() const { return !confirmedUntil && limit && left >= *limit; }
};

/// \throws StoreError
[[nodiscard]] Leavings leavingsOf(Endpoint& endpoint, Store& store, TimePoint now);

/// How many users have left and how many may, of the endpoints that have a guard, in Prometheus' text format.
/// \throws StoreError
[[nodiscard]] std::string leavingMetrics(const Snapshot& snapshot, Store& store, TimePoint now);

}  // namespace scim2ldap::connector
