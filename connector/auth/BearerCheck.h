#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "connector/auth/AuthTime.h"
#include "connector/auth/Authenticator.h"
#include "connector/auth/KeySource.h"
#include "connector/config/OAuthPolicy.h"

namespace scim2ldap::connector {

/// Checks what stands in the Authorization header of a request: a token of ours, or a JWT of somebody who is
/// trusted. Thread-safe.
class BearerCheck {
 public:
  BearerCheck(Store& store, KeySources& keys) : tokens_(store), keys_(keys) {}

  /// \param oauth  the endpoint's; without one there are neither JWTs nor tokens of OAuth clients
  [[nodiscard]] Authentication check(const std::string& endpoint, const std::optional<OAuthPolicy>& oauth,
                                     std::string_view authorization, AuthTime time);

 private:
  Authenticator tokens_;
  KeySources& keys_;
};

}  // namespace scim2ldap::connector
