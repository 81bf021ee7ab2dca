#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::scim {

/// Prepares a password by the profile OpaqueString: spaces outside of ASCII become U+0020, letters are
/// composed (NFC), all else stays.
/// \param password  UTF-8
/// \throws Error    400 invalidValue when it is empty or holds a control character; `detail` shows no part
///                  of it
/// RFC 8265 §4.2, RFC 7644 §5
[[nodiscard]] std::string preparePassword(std::string_view password);

}  // namespace scim2ldap::scim
