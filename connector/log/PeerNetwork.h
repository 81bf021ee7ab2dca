#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// Whose messages and failures are counted together: an IPv4 address, the /64 of an IPv6 one as
/// "2001:db8:1:2::/64", or whatever else the text is.
[[nodiscard]] std::string networkOf(std::string_view peer);

}  // namespace scim2ldap::connector
