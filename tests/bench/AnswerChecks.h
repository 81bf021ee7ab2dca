#pragma once

#include <string>
#include <string_view>

#include "tests/bench/KeepAliveClient.h"

namespace scim2ldap::bench {

/// \throws std::runtime_error  with the answer, when it is not as it has to be
void require(bool holds, const std::string& what, const KeepAliveClient::Answer& answer);
[[nodiscard]] bool holds(std::string_view text, const std::string& part);
/// The value of the first member "id" of a JSON text.
[[nodiscard]] std::string idIn(std::string_view body);
/// A PATCH of one operation that has to succeed. \param value  JSON
void patch(KeepAliveClient& http, const std::string& path, const std::string& op,
           const std::string& attribute, const std::string& value);

}  // namespace scim2ldap::bench
