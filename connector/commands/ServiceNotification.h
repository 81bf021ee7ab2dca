#pragma once

#include <string_view>

namespace scim2ldap::connector {

/// Tells the service manager how the daemon stands ("READY=1", "RELOADING=1", "STOPPING=1") over the socket
/// named in NOTIFY_SOCKET; does nothing where there is none. sd_notify(3)
void notifyServiceManager(std::string_view state);

}  // namespace scim2ldap::connector
