#include "connector/log/PeerNetwork.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace scim2ldap::connector {

std::string networkOf(std::string_view peer) {
  const std::string text(peer.substr(0, peer.find('%')));  // without a zone
  in6_addr address{};
  if (::inet_pton(AF_INET6, text.c_str(), &address) != 1) return text;
  constexpr std::size_t kPrefixBytes = 8;
  constexpr std::size_t kMappedBytes = 12;
  std::array<char, INET6_ADDRSTRLEN> printed{};
  if (IN6_IS_ADDR_V4MAPPED(&address)) {
    ::inet_ntop(AF_INET, &address.s6_addr[kMappedBytes], printed.data(), printed.size());
    return printed.data();
  }
  // One subscriber has at least a /64 (RFC 6177 §2).
  std::fill(std::begin(address.s6_addr) + kPrefixBytes, std::end(address.s6_addr), 0);
  ::inet_ntop(AF_INET6, &address, printed.data(), printed.size());
  return std::string(printed.data()) + "/64";
}

}  // namespace scim2ldap::connector
