#include "connector/admin/AdminHost.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include "connector/http/Syntax.h"

namespace scim2ldap::connector {
namespace {

bool isAddress(int family, std::string_view text) {
  in6_addr address{};  // the larger of the two
  return ::inet_pton(family, std::string(text).c_str(), &address) == 1;
}

}  // namespace

bool isAdminHost(std::string_view host) {
  // Host = uri-host [ ":" port ], port = *DIGIT; the colons of an IPv6 address stand in brackets.
  const std::size_t bracket = host.rfind(']');
  const std::size_t colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const std::string_view name = host.substr(0, colon);
  if (colon != std::string_view::npos) {
    const std::string_view port = host.substr(colon + 1);
    if (!port.empty() && !isDigits(port)) return false;
  }
  if (name.size() > 2 && name.front() == '[' && name.back() == ']')
    return isAddress(AF_INET6, name.substr(1, name.size() - 2));
  return sameToken(name, "localhost") || isAddress(AF_INET, name);
}

}  // namespace scim2ldap::connector
