#pragma once

#include <chrono>
#include <stop_token>

namespace scim2ldap::connector {

/// Returns after that time, or as soon as it is to stop.
void waitFor(std::chrono::milliseconds time, const std::stop_token& stop);

}  // namespace scim2ldap::connector
