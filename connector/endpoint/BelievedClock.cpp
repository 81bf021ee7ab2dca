#include "connector/endpoint/BelievedClock.h"

namespace scim2ldap::connector {
namespace {

/// What a clock is set by in the course of things.
constexpr std::chrono::seconds kSmall{30};
constexpr std::chrono::hours kDoubt{1};
constexpr std::chrono::minutes kBeginning{10};
constexpr std::chrono::hours kRemembered{24};

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
  const bool isBelieved = isBelievedAtOnce(offset, now);
  if (!doubted_ || !isNear(offset, doubted_->offset)) {
    doubted_ = {offset, now};
    const auto seconds = std::chrono::floor<std::chrono::seconds>(offset - believed_).count();
    logger_.warning("CLOCK_JUMPED", "The machine's clock has jumped",
                    {{"seconds", std::int64_t{seconds}},
                     {"believed", isBelieved ? "at once" : "in an hour"},
                     {"remedy", isBelieved ? "" : "when the new time is right, restart the service"}});
  }
  if (!isBelieved && now - doubted_->since < kDoubt) return TimePoint(steady + believed_);
  former_.reset();
  if (!isBelieved) former_ = {believed_, now + kRemembered};
  believed_ = offset;
  doubted_.reset();
  return wall;
}

bool BelievedClock::isBelievedAtOnce(Offset offset, Steady::time_point now) const {
  return now - *begun_ < kBeginning || (former_ && now < former_->until && isNear(offset, former_->offset));
}

}  // namespace scim2ldap::connector
