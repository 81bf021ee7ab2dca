#include "connector/auth/TrustedJwt.h"

#include <set>

#include "connector/auth/Base64Url.h"
#include "connector/auth/BearerToken.h"
#include "connector/auth/Jwt.h"
#include "connector/auth/JwtClaims.h"

namespace scim2ldap::connector {
namespace {

/// \returns whether the JWT is one that they are trusted for; otherwise with the reason
JwtCheck checkFor(const TrustedIssuer& trusted, const Jwt& jwt, KeySources& keys, AuthTime time) {
  // What needs no key first: a token of a foreign tenant does not make us fetch anything.
  if (std::string fault = claimFault(jwt.claims, trusted, time); !fault.empty()) {
    return {.reason = std::move(fault)};
  }
  const KeySource::Answer found = keys.at(trusted.keys).find(jwt.keyId, KeySource::Clock::now());
  if (!found.key) {
    return {.reason = found.isAway ? "the JWT's key (kid) is not known, and the issuer's keys cannot be read at the "
                                     "moment (KEYS_UNAVAILABLE), or were read a moment ago"
                                   : "the JWT is signed with a key that the issuer does not have (kid)",
            .isAway = found.isAway};
  }
  if (!found.key->hasSigned(jwt.signedText, jwt.signature)) return {.reason = "the JWT's signature is wrong"};
  if (std::string fault = partyFault(jwt.claims, trusted); !fault.empty()) {
    return {.reason = std::move(fault)};
  }
  return {.trusted = &trusted};
}

}  // namespace

std::string trustMark(const TrustedIssuer& trusted) {
  std::vector<std::string> parts{trusted.issuer, trusted.tenant, trusted.app, trusted.subject};
  const std::set<std::string> audiences(trusted.audiences.begin(), trusted.audiences.end());
  parts.insert(parts.end(), audiences.begin(), audiences.end());
  std::string text;
  for (const std::string& part : parts) text += std::to_string(part.size()) + ":" + part;
  return encodeBase64Url(tokenHash(text));
}

JwtCheck checkJwt(std::string_view text, const std::vector<TrustedIssuer>& trusted, TrustedIssuer::Use use,
                  KeySources& keys, AuthTime time) {
  JwtCheck outcome{.reason = "no issuer is trusted for JWTs of this use"};
  try {
    const Jwt jwt = parseJwt(text);
    bool isFirst = true;
    for (const TrustedIssuer& each : trusted) {
      if (each.use != use) continue;
      JwtCheck check = checkFor(each, jwt, keys, time);
      if (check.trusted != nullptr) return check;
      // Of several, the one that comes from the same issuer says most.
      const bool isNearer = jwt.claims.stringAt("iss") == each.issuer && !outcome.isAway;
      if (isFirst || isNearer) outcome = std::move(check);
      isFirst = false;
    }
  } catch (const JwtError& error) {
    outcome.reason = error.what();
  }
  return outcome;
}

}  // namespace scim2ldap::connector
