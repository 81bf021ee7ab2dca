#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "scim/Json.h"

namespace scim2ldap::connector {

inline constexpr std::size_t kMaxJwtBytes = std::size_t{16} * 1024;

/// Thrown for what is no token that can be believed. `what()` is for the log.
class JwtError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A signed token, taken apart. Nothing in it is true until the signature was checked.
struct Jwt {
  std::string keyId;       ///< `kid`; never empty
  scim::Json claims;       ///< an object
  std::string signedText;  ///< header and claims as they were signed
  std::string signature;
};

/// Whether a bearer token has the look of a JWT: three parts. Tokens of our own have no dot.
[[nodiscard]] bool looksLikeJwt(std::string_view token);

/// Takes a JWT in compact form apart.
/// \throws JwtError  larger than kMaxJwtBytes; not three parts of base64url with JSON objects in the first
/// two;
///                   an algorithm other than RS256; no `kid`; `crit`; a `typ` other than JWT
/// RFC 7515 §3.1, §4.1; RFC 7519 §7.2; RFC 8725 §3.1
[[nodiscard]] Jwt parseJwt(std::string_view text);

/// The member of exactly that name, or nullptr: names of claims are case-sensitive, those of SCIM are not.
/// RFC 7519 §4
[[nodiscard]] const scim::Json* findClaim(const scim::Json& object, std::string_view name);

}  // namespace scim2ldap::connector
