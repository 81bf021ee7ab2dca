#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// What an Authorization header holds: the token, or "" and the reason why there is none.
struct BearerToken {
  std::string_view token{};
  std::string_view reason{};  ///< "" when there is a token
  std::string_view hint{};    ///< what the administrator should enter instead; "" when all is as it should be

  bool operator==(const BearerToken&) const = default;
};

/// Takes the token out of an Authorization header. The scheme is compared without regard to case
/// (RFC 9110 §11.1). Besides `Bearer <b64token>` (RFC 6750 §2.1) it takes what people paste into a
/// "secret token" field: the word Bearer twice or not at all, white space around the token, a line
/// break behind it ("%0A", "\\n").
/// \returns views into `authorization` and into constants
[[nodiscard]] BearerToken readBearerToken(std::string_view authorization);

/// The SHA-256 of a token, 32 bytes: what the store keeps of it.
[[nodiscard]] std::string tokenHash(std::string_view token);

/// 32 bytes of the operating system's random numbers in base64url without padding (RFC 4648 §5): 43
/// characters, each of them allowed in a b64token.
/// \throws std::runtime_error  when there are no random numbers to be had
[[nodiscard]] std::string randomTokenText();

}  // namespace scim2ldap::connector
