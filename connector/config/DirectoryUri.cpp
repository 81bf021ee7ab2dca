#include "connector/config/DirectoryUri.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace scim2ldap::connector {
namespace {

constexpr std::array<std::pair<std::string_view, DirectoryUri::Scheme>, 3> kSchemes = {{
    {"ldap://", DirectoryUri::Scheme::Ldap},
    {"ldaps://", DirectoryUri::Scheme::Ldaps},
    {"ldapi://", DirectoryUri::Scheme::Ldapi},
}};

[[noreturn]] void refuse(std::string_view text, const std::string& reason) {
  throw std::invalid_argument("\"" + std::string(text) + "\" names no directory: " + reason +
                              "; write for example \"ldaps://ldap.example.org\", \"ldap://127.0.0.1:389\" or "
                              "\"ldapi://%2Frun%2Fslapd%2Fldapi\"");
}

void requirePort(std::string_view text, std::string_view digits) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size() || port == 0) {
    refuse(text, "the port is not a number from 1 to 65535");
  }
}

std::string hostOf(std::string_view text, std::string_view authority) {
  if (authority.starts_with('[')) {
    const std::size_t bracket = authority.find(']');
    if (bracket == std::string_view::npos) refuse(text, "the bracket is not closed");
    const std::string_view rest = authority.substr(bracket + 1);
    if (rest.starts_with(':')) {
      requirePort(text, rest.substr(1));
    } else if (!rest.empty()) {
      refuse(text, "a colon and a port may follow the bracket, nothing else");
    }
    return std::string(authority.substr(1, bracket - 1));
  }
  const std::size_t colon = authority.find(':');
  if (colon != std::string_view::npos) requirePort(text, authority.substr(colon + 1));
  return std::string(authority.substr(0, colon));
}

}  // namespace

DirectoryUri parseDirectoryUri(std::string_view text) {
  for (const auto& [prefix, scheme] : kSchemes) {
    if (!text.starts_with(prefix)) continue;
    std::string_view authority = text.substr(prefix.size());
    if (authority.ends_with('/')) authority.remove_suffix(1);
    if (authority.find_first_of("/?# ") != std::string_view::npos) {
      refuse(text, scheme == DirectoryUri::Scheme::Ldapi
                       ? "slashes of the socket's path are written %2F"
                       : "the base DN is written in `base`, nothing may follow host and port");
    }
    DirectoryUri uri{
        scheme, scheme == DirectoryUri::Scheme::Ldapi ? std::string(authority) : hostOf(text, authority)};
    if (uri.host.empty()) refuse(text, "the host is missing");
    return uri;
  }
  refuse(text, "it does not begin with ldap://, ldaps:// or ldapi://");
}

}  // namespace scim2ldap::connector
