#pragma once

#include <string_view>

namespace scim2ldap::connector {

/// Whether a Host field names this listener in a way that nobody else's DNS can: "localhost" or an IP
/// address, with or without a port. Addresses to listen on are IP addresses, so they are among them.
///
/// A web site that an administrator visits may let its own name point to 127.0.0.1 (DNS rebinding); to the
/// browser the page and its data are then that site's to read. The name in Host gives it away.
/// RFC 9110 §7.2, RFC 3986 §3.2.2
[[nodiscard]] bool isAdminHost(std::string_view host);

}  // namespace scim2ldap::connector
