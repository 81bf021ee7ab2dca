#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "scim/Json.h"

namespace scim2ldap::test {

/// Somebody who signs JWTs: an RSA key of 2048 bits, made anew, and its `kid`. Immutable.
class JwtIssuer {
 public:
  explicit JwtIssuer(std::string keyId);

  /// The public key, RFC 7517.
  [[nodiscard]] scim::Json jwk() const;
  /// A JWK Set with that key alone.
  [[nodiscard]] std::string jwkSet() const;

  /// A JWT with these claims, {"alg":"RS256","typ":"JWT","kid":...}.
  [[nodiscard]] std::string sign(const scim::Json& claims) const;
  /// The same with a header of the caller's, whatever it says; the signature is RS256.
  [[nodiscard]] std::string signWith(const scim::Json& header, std::string_view claims) const;
  /// HS256 with the public key's JWK as the secret: what confuses verifiers that take the token's word for
  /// it.
  [[nodiscard]] std::string signWithPublicKey(const scim::Json& claims) const;
  /// {"alg":"none"}, without a signature.
  [[nodiscard]] std::string unsignedToken(const scim::Json& claims) const;

 private:
  struct Key;
  [[nodiscard]] scim::Json header(std::string_view algorithm) const;

  std::string keyId_;
  std::shared_ptr<const Key> key_;
};

/// A JWK Set of several keys.
[[nodiscard]] std::string jwkSetOf(const scim::Json::Array& keys);

}  // namespace scim2ldap::test
