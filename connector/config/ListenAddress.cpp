#include "connector/config/ListenAddress.h"

#include <arpa/inet.h>

#include <charconv>
#include <stdexcept>

namespace scim2ldap::connector {
namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& reason) {
  throw std::invalid_argument("\"" + std::string(text) + "\" is no address to listen on: " + reason +
                              "; write for example \"127.0.0.1:8080\", \"0.0.0.0:8080\" or \"[::1]:8080\"");
}

bool isIpv4(const std::string& host) {
  in_addr address{};
  return ::inet_pton(AF_INET, host.c_str(), &address) == 1;
}

bool isIpv6(const std::string& host) {
  in6_addr address{};
  return ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

}  // namespace

ListenAddress parseListenAddress(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) refuse(text, "the port is missing");
  std::string host(text.substr(0, colon));
  const std::string_view digits = text.substr(colon + 1);
  ListenAddress result;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), result.port);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    refuse(text, "the port is not a number from 0 to 65535");
  }
  if (host == "localhost") host = "127.0.0.1";
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    if (!isIpv6(host)) refuse(text, "no IPv6 address stands in the brackets");
  } else if (isIpv6(host)) {
    refuse(text, "an IPv6 address stands in brackets");
  } else if (!isIpv4(host)) {
    refuse(text, "it does not begin with an IP address");
  }
  result.address = std::move(host);
  return result;
}

bool isLoopback(const std::string& host) {
  if (host == "localhost") return true;
  in_addr ipv4{};
  if (::inet_pton(AF_INET, host.c_str(), &ipv4) == 1) return (ntohl(ipv4.s_addr) >> 24) == 127;
  in6_addr ipv6{};
  return ::inet_pton(AF_INET6, host.c_str(), &ipv6) == 1 && IN6_IS_ADDR_LOOPBACK(&ipv6);
}

}  // namespace scim2ldap::connector
