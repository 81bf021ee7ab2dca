#pragma once

#include <string>

#include "connector/config/OAuthPolicy.h"
#include "connector/store/Store.h"
#include "scim/Json.h"
#include "tests/support/JwtIssuer.h"

namespace scim2ldap::test {

inline const connector::TimePoint kNow = connector::TimePoint(std::chrono::milliseconds(1'800'000'000'000));

/// Keys of the tenant, of a later one of it, and of somebody else; made once.
[[nodiscard]] const JwtIssuer& entraKey();
[[nodiscard]] const JwtIssuer& nextEntraKey();
/// The same `kid` as `entraKey`, another key.
[[nodiscard]] const JwtIssuer& forgersKey();

/// What Entra signs for workload identity federation, valid at kNow.
[[nodiscard]] scim::Json assertionClaims();
/// What Entra signs where the secret is left blank, valid at kNow.
[[nodiscard]] scim::Json bearerClaims();

/// Who trusts them, with the keys at that place.
[[nodiscard]] connector::TrustedIssuer trustedAssertions(const std::string& keys);
[[nodiscard]] connector::TrustedIssuer trustedBearers(const std::string& keys);

/// The claims with one of them changed; a null value leaves it out.
[[nodiscard]] scim::Json with(scim::Json claims, const std::string& name, const scim::Json& value);

/// Seconds since 1970, as `exp` has them.
[[nodiscard]] inline std::int64_t secondsOf(connector::TimePoint time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

}  // namespace scim2ldap::test
