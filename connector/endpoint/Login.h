#pragma once

#include <string>

#include "connector/auth/BearerCheck.h"
#include "connector/auth/FailureLimit.h"
#include "connector/auth/KeySource.h"
#include "connector/auth/TokenIssuer.h"
#include "connector/endpoint/Call.h"
#include "connector/log/BurstLog.h"
#include "connector/log/Logger.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// Where callers prove who they are: by the token of a request, or by the credentials for which an OAuth
/// client gets one. Counts who fails. Why is told in the log alone. Thread-safe.
class Login {
 public:
  Login(Store& store, BurstLog& denials, Logger& logger);

  /// Authenticates a call: sets principal and scopes of its request.
  /// \throws scim::Error  401; 503 when it cannot be told at the moment; 429 in the place of both to an address
  ///                     that failed too often
  /// RFC 6750 §3
  void authenticate(Call& call);

  /// Answers a request to <base path>/oauth/token; the endpoint has OAuth.
  /// \throws scim::Error  405
  /// RFC 6749 §5
  [[nodiscard]] HttpResponse handOutToken(Call& call);

  /// Fetches the keys of those that the snapshot's endpoints trust, where they have become old.
  void refreshKeys(const Snapshot& snapshot);

 private:
  [[noreturn]] void refuse(Call& call, const Authentication& result);
  [[nodiscard]] HttpResponse refuseToken(Call& call, const OAuthError& error);
  [[nodiscard]] static HttpResponse tokenError(Call& call, int status, const std::string& error,
                                               const std::string& detail);
  /// Counts a failure. \returns whether there were too many; the call then says when to come again
  [[nodiscard]] bool isTooMany(Call& call, FailureLimit& failures);

  Logger& logger_;
  BurstLog& denials_;
  KeySources keys_;
  BearerCheck bearers_;
  TokenIssuer issuer_;
  FailureLimit failures_;
  FailureLimit silent_;  ///< requests without any credentials: for the log alone
};

}  // namespace scim2ldap::connector
