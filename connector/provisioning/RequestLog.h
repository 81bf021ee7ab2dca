#pragma once

#include <string>
#include <string_view>

#include "connector/provisioning/Compile.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The row of the audit log for what a request or a command does, without `detail` and `ldif`.
/// \param type  "User", "Group", or "" where it is about neither
[[nodiscard]] LogRow logRow(const RequestContext& context, std::string_view type, const std::string& id,
                            std::string_view name, int status);

}  // namespace scim2ldap::connector
