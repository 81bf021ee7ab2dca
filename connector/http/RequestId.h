#pragma once

#include <string>

namespace scim2ldap::connector {

/// 64 random bits as 16 hexadecimal digits.
[[nodiscard]] std::string makeRequestId();

}  // namespace scim2ldap::connector
