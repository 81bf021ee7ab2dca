#include "connector/store/LogClock.h"

#include <algorithm>

namespace scim2ldap::connector {
namespace {

constexpr int kFastest = 24;
constexpr std::chrono::minutes kKeptInterval{1};

/// Where a file has none yet, the newest row of the log tells.
std::optional<TimePoint> keptTime(Database& database) {
  for (const char* sql :
       {"SELECT reached FROM log_clock", "SELECT time FROM log ORDER BY number DESC LIMIT 1"}) {
    Statement select = database.statement(sql);
    if (select.step()) return select.time(0);
  }
  return std::nullopt;
}

}  // namespace

TimePoint LogClock::at(Database& database, TimePoint wall, Steady::time_point now) {
  if (!asked_) {
    kept_ = keptTime(database).value_or(wall);
    reached_ = kept_;
    asked_ = now;
  }
  const auto passed = std::chrono::floor<std::chrono::milliseconds>(now - *asked_);
  reached_ = std::max(reached_, std::min(wall, reached_ + kFastest * passed));
  *asked_ += passed;
  if (reached_ - kept_ >= kKeptInterval) {
    database.run(
        "INSERT INTO log_clock (number, reached) VALUES (1, ?1)"
        " ON CONFLICT (number) DO UPDATE SET reached = excluded.reached",
        reached_);
    kept_ = reached_;
  }
  return std::min(wall, reached_);
}

}  // namespace scim2ldap::connector
