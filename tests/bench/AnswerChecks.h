#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "tests/bench/KeepAliveClient.h"

namespace scim2ldap::bench {

/// \throws std::runtime_error  with the answer, when it is not as it has to be
void require(bool holds, const std::string& what, const KeepAliveClient::Answer& answer);
[[nodiscard]] bool holds(std::string_view text, const std::string& part);
[[nodiscard]] std::size_t countOf(std::string_view text, std::string_view part);
/// The first member of that name with a text in a JSON text, "" when there is none.
[[nodiscard]] std::string textIn(std::string_view body, std::string_view member);
/// The id of the resource. \throws std::runtime_error  it has none
[[nodiscard]] std::string idIn(std::string_view body);
/// A PATCH of one operation that has to succeed. \param value  JSON
void patch(KeepAliveClient& http, const std::string& path, const std::string& op,
           const std::string& attribute, const std::string& value);

}  // namespace scim2ldap::bench
