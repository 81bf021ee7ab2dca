#pragma once

#include <cstdint>
#include <string>

namespace scim2ldap::connector {

/// A URL that documents may be fetched from.
struct FetchUrl {
  bool tls = true;
  std::string host;  ///< without the brackets of an IPv6 address
  std::uint16_t port = 443;
  std::string target;  ///< path and query
};

/// Takes a URL apart. Without TLS it has to lead to this machine: whoever stands in between could otherwise
/// give us what he likes.
/// \throws std::invalid_argument  what is wrong and what to write instead
[[nodiscard]] FetchUrl parseFetchUrl(const std::string& text);

}  // namespace scim2ldap::connector
