#pragma once

#include <string>

namespace scim2ldap::connector {

/// Who runs this process, for the audit log: the user's number and name, and by what name sudo knows whom it
/// has let in.
[[nodiscard]] std::string commandUser();

}  // namespace scim2ldap::connector
