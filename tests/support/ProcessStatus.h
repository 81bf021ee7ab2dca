#pragma once

#include <cstdint>
#include <string>

#include "tests/support/ConnectorProcess.h"

namespace scim2ldap::test {

/// A number of /proc/PID/status: "Threads", "VmRSS" in KiB.
/// \throws std::runtime_error  there is none of that name, or the connector does not run
[[nodiscard]] std::int64_t statusOf(const ConnectorProcess& connector, const std::string& name);

}  // namespace scim2ldap::test
