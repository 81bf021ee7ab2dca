#include "connector/auth/Validity.h"

#include "connector/auth/ExpiryWatch.h"

namespace scim2ldap::connector {
namespace {

std::string counted(std::int64_t number, const std::string& unit) {
  return std::to_string(number) + " " + unit + (number == 1 ? "" : "s");
}

/// In the largest unit of which one is left; never more than there is.
std::string printLeft(std::chrono::milliseconds left) {
  using namespace std::chrono;
  if (left >= days(1)) return counted(floor<days>(left).count(), "day");
  if (left >= hours(1)) return counted(floor<hours>(left).count(), "hour");
  return counted(floor<minutes>(left).count(), "minute");
}

}  // namespace

Validity validityOf(const std::optional<TimePoint>& revoked, const std::optional<TimePoint>& expires,
                    TimePoint now) {
  if (revoked) return Validity::Revoked;
  return expires && *expires <= now ? Validity::Expired : Validity::Valid;
}

std::string validityText(const std::optional<TimePoint>& revoked, const std::optional<TimePoint>& expires,
                         TimePoint now) {
  const bool isValid = validityOf(revoked, expires, now) == Validity::Valid;
  if (!isValid || !expiryThreshold(expires, now)) return validityWord(revoked, expires, now);
  return "expires in " + printLeft(*expires - now);
}

std::string validityWord(const std::optional<TimePoint>& revoked, const std::optional<TimePoint>& expires,
                         TimePoint now) {
  switch (validityOf(revoked, expires, now)) {
    case Validity::Revoked:
      return "revoked";
    case Validity::Expired:
      return "expired";
    case Validity::Valid:
      break;
  }
  return "valid";
}

}  // namespace scim2ldap::connector
