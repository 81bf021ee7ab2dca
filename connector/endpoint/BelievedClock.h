#pragma once

#include <chrono>
#include <mutex>
#include <optional>

#include "connector/endpoint/BootClock.h"
#include "connector/log/Logger.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The time of day by which tokens expire, grace times end and leavers are counted: the machine's, but that
/// it does not jump with it at once. A jump, back or ahead, is believed when it has lasted an hour; until
/// then time goes on as if there had been none. In the first minutes of a process, while the machine may
/// still be getting its time, each is believed at once, and so is, for a day, the way back from a jump that
/// was believed: then the clock was wrong and is right again. Thread-safe.
class BelievedClock {
 public:
  using Steady = BootClock;

  explicit BelievedClock(Logger& logger) : logger_(logger) {}

  /// \param wall  what the machine's clock says now
  [[nodiscard]] TimePoint at(TimePoint wall, Steady::time_point now);

 private:
  using Offset = std::chrono::milliseconds;  ///< of the time of day from the boot clock
  struct Doubted {
    Offset offset;
    Steady::time_point since;
  };
  struct Former {
    Offset offset;
    Steady::time_point until;  ///< when it is forgotten
  };
  [[nodiscard]] bool isBelievedAtOnce(Offset offset, Steady::time_point now) const;

  Logger& logger_;
  std::mutex mutex_;
  std::optional<Steady::time_point> begun_{};
  Offset believed_{};
  std::optional<Doubted> doubted_{};
  std::optional<Former> former_{};  ///< what was believed before the last jump that lasted
};

}  // namespace scim2ldap::connector
