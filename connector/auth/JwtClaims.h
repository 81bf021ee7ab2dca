#pragma once

#include <chrono>
#include <string>

#include "connector/auth/AuthTime.h"
#include "connector/config/OAuthPolicy.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// By so much the clocks of the issuer and of this machine may differ.
inline constexpr std::chrono::seconds kClockSkew{60};

/// A machine's clock that was set back makes no JWT good again that had expired by more.
inline constexpr std::chrono::hours kMostRevived{1};

/// What shows before the signature is looked at that a JWT is not one that the issuer is trusted for: issuer,
/// tenant, audience, time. All of these claims have to be there, but for `nbf` and `iat`. Of two clocks that
/// differ, nobody knows which is right: one has to find the JWT valid.
/// \returns the first fault, for the log; "" when there is none
/// RFC 7519 §4.1, RFC 7523 §3
[[nodiscard]] std::string claimFault(const scim::Json& claims, const TrustedIssuer& trusted, AuthTime time);

/// Whether the application and the subject that the issuer vouches for are the ones that were meant. To be
/// asked once the signature is known to be right: what it tells is then true, and can be configured.
/// \returns the first fault, for the log; "" when there is none
[[nodiscard]] std::string partyFault(const scim::Json& claims, const TrustedIssuer& trusted);

}  // namespace scim2ldap::connector
