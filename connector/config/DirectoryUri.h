#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// An LDAP URL as far as it names a server. RFC 4516 §2, and ldapi:// for a Unix socket.
struct DirectoryUri {
  enum class Scheme { Ldap, Ldaps, Ldapi };
  Scheme scheme = Scheme::Ldap;
  std::string host;  ///< without brackets and port; of ldapi the path, percent-encoded

  bool operator==(const DirectoryUri&) const = default;
};

/// \throws std::invalid_argument  what is wrong and what to write instead
[[nodiscard]] DirectoryUri parseDirectoryUri(std::string_view text);

}  // namespace scim2ldap::connector
