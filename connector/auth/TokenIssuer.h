#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "connector/auth/AuthTime.h"
#include "connector/auth/KeySource.h"
#include "connector/auth/TokenRequest.h"
#include "connector/config/OAuthPolicy.h"
#include "connector/config/Scope.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// A client's new secret, and what the store keeps of it.
struct NewSecret {
  std::string text;  ///< shown once; 43 URL-safe characters, 256 bits
  ClientSecret row;
};

/// Makes a secret from the operating system's random numbers.
[[nodiscard]] NewSecret makeClientSecret(TimePoint now, std::optional<TimePoint> expires);

/// The client that a token is issued to for an assertion of this subject: no client of ours has that id.
[[nodiscard]] std::string assertionClient(const std::string& subject);

/// A token that was handed out.
struct IssuedToken {
  std::string text;
  std::string client;
  std::chrono::seconds lifetime{};
  Scopes scopes;
  std::int64_t evicted = 0;  ///< live tokens of the client that had to go
};

/// Hands out access tokens to clients that prove who they are: by a secret of ours, or by a JWT of somebody
/// trusted. They are tokens like others, with an end, and end with their client. Thread-safe.
class TokenIssuer {
 public:
  TokenIssuer(Store& store, KeySources& keys) : store_(store), keys_(keys) {}

  /// \throws OAuthError  invalid_client (401), invalid_scope; temporarily_unavailable (503) when the keys of
  /// who
  ///                     signed the assertion cannot be read at the moment
  /// RFC 6749 §4.4, RFC 7523 §2.2
  [[nodiscard]] IssuedToken issue(const std::string& endpoint, const OAuthPolicy& policy,
                                  const TokenRequest& request, AuthTime time);

 private:
  struct Client {
    std::string id;
    Scopes scopes;             ///< the most that its tokens can have
    std::string secretHash{};  ///< of the secret that it has sent, or ""
    std::string trust{};       ///< of the assertion (trustMark), or ""
  };

  [[nodiscard]] Client clientBySecret(const std::string& endpoint, const TokenRequest& request,
                                      TimePoint now);
  [[nodiscard]] Client clientByAssertion(const OAuthPolicy& policy, const TokenRequest& request,
                                         AuthTime time);

  Store& store_;
  KeySources& keys_;
};

}  // namespace scim2ldap::connector
