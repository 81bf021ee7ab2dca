#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::scim {

/// The string that the outermost object of a JSON text has under that name (ASCII case ignored); "" when it
/// has none. The rest of the text is passed over and may be anything: for the log, of bodies that nobody
/// needs parsed.
[[nodiscard]] std::string peekString(std::string_view json, std::string_view name);

}  // namespace scim2ldap::scim
