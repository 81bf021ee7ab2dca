#pragma once

#include <cstdint>

#include "tests/support/ConnectorProcess.h"

namespace scim2ldap::test {

/// As the program counts them itself: /proc shows them to root alone, since the program keeps others out.
/// \throws std::runtime_error  when it does not say
[[nodiscard]] std::int64_t openDescriptors(const ConnectorProcess& connector);

}  // namespace scim2ldap::test
