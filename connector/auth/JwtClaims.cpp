#include "connector/auth/JwtClaims.h"

#include <algorithm>
#include <optional>

#include "connector/auth/Jwt.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

/// A NumericDate of so many seconds is in the year 9999; beyond it, nothing is a time.
constexpr double kMostSeconds = 253'402'300'799.0;
constexpr std::size_t kMostShown = 200;

std::string textOf(const Json& claims, std::string_view name) {
  const Json* value = findClaim(claims, name);
  return value != nullptr && value->isString() ? value->asString() : "";
}

/// NumericDate, RFC 7519 §2; nullopt when the claim is none.
std::optional<TimePoint> timeOf(const Json* value) {
  if (value == nullptr || !value->isNumber()) return std::nullopt;
  const double seconds = value->asDouble();
  if (!(seconds >= 0 && seconds <= kMostSeconds)) return std::nullopt;
  return TimePoint(std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)));
}

std::string shown(const std::string& value) {
  return "\"" + value.substr(0, kMostShown) + "\"";
}

/// \returns what is wrong with a claim that has to have one value
std::string differs(const Json& claims, const std::string& name, const std::string& wanted) {
  const std::string value = textOf(claims, name);
  if (!value.empty() && value == wanted) return "";
  return "the JWT's " + name + " is " + shown(value) + " and not " + shown(wanted);
}

std::string audienceFault(const Json& claims, const std::vector<std::string>& allowed) {
  const Json* audience = findClaim(claims, "aud");
  std::vector<std::string> values;
  if (audience != nullptr && audience->isString()) values.push_back(audience->asString());
  if (audience != nullptr && audience->isArray()) {
    for (const Json& each : audience->asArray()) {
      if (!each.isString()) return "the JWT's aud is not a list of texts";
      values.push_back(each.asString());
    }
  }
  for (const std::string& value : values) {
    if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return "";
  }
  std::string all;
  for (const std::string& value : values) all += (all.empty() ? "" : " ") + value;
  return "the JWT's aud is " + shown(all) + ", none of the audiences configured";
}

/// Tokens of Entra's first version name the application in `appid`, those of the second in `azp`; one that
/// has both has to mean the same.
std::string applicationFault(const Json& claims, const std::string& wanted) {
  const bool hasFirst = findClaim(claims, "appid") != nullptr;
  const bool hasSecond = findClaim(claims, "azp") != nullptr;
  if (!hasFirst && !hasSecond) return "the JWT names no application (appid or azp)";
  std::string fault = hasFirst ? differs(claims, "appid", wanted) : "";
  if (fault.empty() && hasSecond) fault = differs(claims, "azp", wanted);
  return fault;
}

std::string timeFaultBy(const Json& claims, TimePoint now) {
  const auto at = [](TimePoint time) {
    return scim::printDateTime(std::chrono::floor<std::chrono::seconds>(time));
  };
  const std::optional<TimePoint> expires = timeOf(findClaim(claims, "exp"));
  if (!expires) return "the JWT does not say when it expires (exp)";
  if (*expires + kClockSkew <= now) return "the JWT has expired at " + at(*expires);
  for (const char* name : {"nbf", "iat"}) {
    const Json* claim = findClaim(claims, name);
    if (claim == nullptr) continue;
    const std::optional<TimePoint> begins = timeOf(claim);
    if (!begins) return std::string("the JWT's ") + name + " is no time";
    if (*begins > now + kClockSkew) {
      return std::string("the JWT is not valid yet: ") + name + " is " + at(*begins);
    }
  }
  return "";
}

std::string timeFault(const Json& claims, AuthTime time) {
  std::string fault = timeFaultBy(claims, time.now);
  if (fault.empty() || !timeFaultBy(claims, time.wall).empty()) return fault;
  const bool isLongGone = *timeOf(findClaim(claims, "exp")) + kMostRevived + kClockSkew <= time.now;
  return isLongGone ? fault : "";
}

}  // namespace

std::string claimFault(const Json& claims, const TrustedIssuer& trusted, AuthTime time) {
  std::string fault = differs(claims, "iss", trusted.issuer);
  if (fault.empty()) fault = differs(claims, "tid", trusted.tenant);
  if (fault.empty()) fault = audienceFault(claims, trusted.audiences);
  if (fault.empty()) fault = timeFault(claims, time);
  return fault;
}

std::string partyFault(const Json& claims, const TrustedIssuer& trusted) {
  std::string fault = trusted.app.empty() ? "" : applicationFault(claims, trusted.app);
  if (fault.empty()) fault = differs(claims, "sub", trusted.subject);
  return fault;
}

}  // namespace scim2ldap::connector
