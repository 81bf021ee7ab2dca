#pragma once

#include <chrono>
#include <optional>

#include "connector/store/Database.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The time by which the audit log ages. A clock that is wrong for a while must not empty it: from the time
/// that was reached before, which stands in the side table, a day passes in an hour at the fastest. So what a
/// service that had been stopped has to catch up with takes a while, too. Not thread-safe.
class LogClock {
 public:
  using Steady = std::chrono::steady_clock;

  /// To be called in a transaction that may write.
  /// \param wall  what the machine's clock says
  /// \returns     the time to reckon ages from, never later than `wall`
  [[nodiscard]] TimePoint at(Database& database, TimePoint wall, Steady::time_point now);

 private:
  std::optional<Steady::time_point> asked_{};  ///< last
  TimePoint reached_{};                        ///< never goes back
  TimePoint kept_{};                           ///< what the side table has of it
};

}  // namespace scim2ldap::connector
