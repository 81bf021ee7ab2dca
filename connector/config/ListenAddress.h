#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// Where a listener waits for connections.
struct ListenAddress {
  std::string address;  ///< IPv4 or IPv6 address, without brackets
  std::uint16_t port = 0;

  bool operator==(const ListenAddress&) const = default;
};

/// Parses "127.0.0.1:8080", "[::1]:8080" or "localhost:8080" (which is 127.0.0.1).
/// \throws std::invalid_argument  what is wrong and what to write instead
[[nodiscard]] ListenAddress parseListenAddress(std::string_view text);

/// Whether only this machine can reach the host: 127.0.0.0/8, ::1 or "localhost".
[[nodiscard]] bool isLoopback(const std::string& host);

}  // namespace scim2ldap::connector
