#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// A public RSA key. Immutable; thread-safe.
class RsaKey {
 public:
  /// \param modulus, exponent  big-endian, as a JWK has them (RFC 7518 §6.3.1)
  /// \throws std::invalid_argument  fewer than 2048 bits or more than 8192, or no key
  RsaKey(std::string_view modulus, std::string_view exponent);

  /// Whether the signature over the text is by this key. RSASSA-PKCS1-v1_5 with SHA-256, RFC 7518 §3.3
  [[nodiscard]] bool hasSigned(std::string_view text, std::string_view signature) const;

 private:
  struct Handle;
  std::shared_ptr<const Handle> handle_;
};

/// RSA keys by `kid`.
using JwkSet = std::map<std::string, RsaKey, std::less<>>;

/// Reads a JWK Set. Keys of another kind, for another use or algorithm, and those that are too weak are left
/// out, as are later ones of the same `kid`.
/// \throws std::invalid_argument  no JWK Set, or no key is left
/// RFC 7517 §5
[[nodiscard]] JwkSet parseJwkSet(std::string_view text);

}  // namespace scim2ldap::connector
