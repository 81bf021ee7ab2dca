#include "connector/auth/BearerCheck.h"

#include <algorithm>

#include "connector/auth/BearerToken.h"
#include "connector/auth/Jwt.h"
#include "connector/auth/TokenIssuer.h"
#include "connector/auth/TrustedJwt.h"

namespace scim2ldap::connector {
namespace {

using Use = TrustedIssuer::Use;

bool takesJwts(const std::optional<OAuthPolicy>& oauth) {
  return oauth && std::any_of(oauth->trusted.begin(), oauth->trusted.end(),
                              [](const TrustedIssuer& each) { return each.use == Use::Bearer; });
}

Authentication checkBearerJwt(const std::string& endpoint, const OAuthPolicy& oauth,
                              const BearerToken& bearer, KeySources& keys, AuthTime time) {
  const JwtCheck check = checkJwt(bearer.token, oauth.trusted, Use::Bearer, keys, time);
  if (check.trusted == nullptr) {
    return {.reason = check.reason,
            .hint = "compare [[endpoint.oauth.trusted]] with what the issuer signs, or enter a secret token",
            .isAway = check.isAway};
  }
  return {.principal = Principal{.tokenName = "bearer:" + check.trusted->subject,
                                 .endpoint = endpoint,
                                 .scopes = check.trusted->scopes},
          .hint = std::string(bearer.hint)};
}

/// A token ends with what it was issued by: the configuration may have changed since.
Authentication whileTrusted(Authentication found, const std::optional<OAuthPolicy>& oauth) {
  Principal& principal = *found.principal;
  if (principal.client.empty()) return found;
  const auto refused = [&](const std::string& why) {
    return Authentication{.reason = "a token issued to \"" + principal.client + "\": " + why};
  };
  if (!oauth) return refused("the endpoint has no [endpoint.oauth] any more");
  if (!principal.client.starts_with(assertionClient(""))) return found;
  const auto trusted =
      std::find_if(oauth->trusted.begin(), oauth->trusted.end(), [&](const TrustedIssuer& each) {
        return each.use == Use::Assertion && trustMark(each) == principal.trust;
      });
  if (trusted == oauth->trusted.end()) return refused("its assertions are not trusted any more");
  std::erase_if(principal.scopes,
                [&](const std::string& scope) { return !hasScope(trusted->scopes, scope); });
  return found;
}

}  // namespace

Authentication BearerCheck::check(const std::string& endpoint, const std::optional<OAuthPolicy>& oauth,
                                  std::string_view authorization, AuthTime time) {
  const BearerToken bearer = readBearerToken(authorization);
  if (looksLikeJwt(bearer.token) && takesJwts(oauth)) {
    return checkBearerJwt(endpoint, *oauth, bearer, keys_, time);
  }
  Authentication found = tokens_.authenticate(endpoint, authorization, time.now);
  return found.principal ? whileTrusted(std::move(found), oauth) : found;
}

}  // namespace scim2ldap::connector
