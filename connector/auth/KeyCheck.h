#pragma once

#include <string>

#include "connector/config/OAuthPolicy.h"

namespace scim2ldap::connector {

/// What came of a look at the keys of a trusted issuer: how many there are, or why they cannot be had.
struct KeyCheck {
  bool isGood = false;
  std::string text;
};

/// Fetches or reads the keys, as a running service would.
[[nodiscard]] KeyCheck checkKeys(const TrustedIssuer& trusted);

}  // namespace scim2ldap::connector
