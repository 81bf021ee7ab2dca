#include "connector/endpoint/BelievedClock.h"

namespace scim2ldap::connector {
namespace {

/// What a clock is set by in the course of things.
constexpr std::chrono::seconds kSmall{30};
constexpr std::chrono::hours kDoubt{1};
constexpr std::chrono::minutes kBeginning{10};

bool isNear(std::chrono::milliseconds one, std::chrono::milliseconds other) {
  return std::chrono::abs(one - other) <= kSmall;
}

}  // namespace

TimePoint BelievedClock::at(TimePoint wall, Steady::time_point now) {
  const auto steady = std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch());
  const Offset offset = wall.time_since_epoch() - steady;
  const std::lock_guard lock(mutex_);
  if (!begun_) {
    begun_ = now;
    believed_ = offset;
  }
  if (isNear(offset, believed_)) {
    believed_ = offset;
    doubted_.reset();
    return wall;
  }
  if (!doubted_ || !isNear(offset, doubted_->offset)) doubt(offset, now);
  if (now - *begun_ < kBeginning || now - doubted_->since >= kDoubt) {
    believed_ = offset;
    doubted_.reset();
    return wall;
  }
  return TimePoint(steady + believed_);
}

void BelievedClock::doubt(Offset offset, Steady::time_point now) {
  doubted_ = {offset, now};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(offset - believed_).count();
  logger_.warning("CLOCK_JUMPED", "The machine's clock has jumped",
                  {{"seconds", std::int64_t{seconds}},
                   {"believed", now - *begun_ < kBeginning ? "at once" : "in an hour"}});
}

}  // namespace scim2ldap::connector
