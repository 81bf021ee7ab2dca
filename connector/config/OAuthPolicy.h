#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace scim2ldap::connector {

/// Somebody else whose signed tokens (RFC 7519) are taken, and what they have to say.
struct TrustedIssuer {
  enum class Use { Assertion, Bearer };  ///< as a client's assertion (RFC 7523), or on every request
  Use use = Use::Assertion;
  std::string issuer;                  ///< `iss`
  std::string tenant;                  ///< `tid`
  std::vector<std::string> audiences;  ///< `aud`: one of these
  std::string app;                     ///< `appid` or `azp`; "": whichever (assertions only)
  std::string subject;                 ///< `sub`
  std::string keys;                    ///< JWKS: a URL (see FetchUrl.h), or an absolute path
  std::vector<std::string> scopes;     ///< what a token of theirs may do
};

/// Tokens that clients get for credentials of their own, at <base path>/oauth/token. RFC 6749 §4.4
struct OAuthPolicy {
  std::chrono::milliseconds tokenLifetime{3'600'000};
  std::vector<TrustedIssuer> trusted{};
};

}  // namespace scim2ldap::connector
