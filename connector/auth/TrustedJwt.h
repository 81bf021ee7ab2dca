#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connector/auth/AuthTime.h"
#include "connector/auth/KeySource.h"
#include "connector/config/OAuthPolicy.h"

namespace scim2ldap::connector {

/// What a JWT was found to be.
struct JwtCheck {
  const TrustedIssuer* trusted = nullptr;  ///< whose it is, among those asked about; nullptr: refused
  std::string reason{};                    ///< why, for the log
  bool isAway = false;  ///< refused because its key cannot be had at the moment; it may be good
};

/// Tells whose assertions these are: issuer, tenant, audiences, application and subject. A token that was got
/// by one is good while a trusted issuer of the same mark is configured.
[[nodiscard]] std::string trustMark(const TrustedIssuer& trusted);

/// Checks a JWT against those whose tokens are trusted: form, issuer, tenant, audience and time, then the
/// signature by a key of theirs, then application and subject.
/// \param use  only those trusted for this count
[[nodiscard]] JwtCheck checkJwt(std::string_view text, const std::vector<TrustedIssuer>& trusted,
                                TrustedIssuer::Use use, KeySources& keys, AuthTime time);

}  // namespace scim2ldap::connector
