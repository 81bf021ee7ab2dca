#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "connector/config/Scope.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// Who calls, once authenticated.
struct Principal {
  std::string tokenName;
  std::string endpoint;
  std::string client{};  ///< OAuth client that the token was issued to, or ""
  std::string trust{};   ///< whose assertion it was issued for (trustMark), or ""
  Scopes scopes{};
};

/// A new token's text and the row to store for it.
struct NewToken {
  std::string text;  ///< shown once; 43 URL-safe characters, 256 bits
  TokenRow row;
};

/// Makes a token from the operating system's random numbers.
[[nodiscard]] NewToken makeToken(const std::string& endpoint, const std::string& name, TimePoint now,
                                 std::optional<TimePoint> expires);

/// The outcome of authentication: a principal, or the reason why not (for the log, not for the client).
struct Authentication {
  std::optional<Principal> principal{};
  std::string reason{};    ///< "no Authorization header", "token revoked", "header holds Bearer twice", …
  std::string hint{};      ///< remedy for the administrator, "" when none
  bool isMissing = false;  ///< there was nothing that could have been right or wrong
  bool isAway = false;     ///< it cannot be told at the moment whether the token is good
};

/// Checks bearer tokens of an endpoint against the store, and keeps their last use.
/// Thread-safe.
class Authenticator {
 public:
  explicit Authenticator(Store& store) : store_(store) {}

  /// \param authorization  the raw Authorization header. "Bearer Bearer x", a missing "Bearer" and
  ///                        surrounding white space are taken, and told in `hint`.
  /// RFC 6750 §2.1
  [[nodiscard]] Authentication authenticate(const std::string& endpoint, std::string_view authorization,
                                            TimePoint now);

 private:
  /// Keeps the last use, at most once a minute per token. \returns a hint when the store refuses it
  std::string keepLastUse(const TokenRow& token, TimePoint now);
  /// Whether a minute has gone by since the last use that was kept; if so, this one counts as kept.
  [[nodiscard]] bool isUseToKeep(const TokenRow& token, TimePoint now);

  Store& store_;
  std::mutex mutex_;
  std::map<std::string, TimePoint> lastUses_;  ///< hash -> last use that was kept; guarded by mutex_
};

}  // namespace scim2ldap::connector
