#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scim2ldap::mappings {

/// xsd:dateTime to GeneralizedTime in UTC: "2026-03-01T10:00:00+01:00" to "20260301090000Z".
/// \returns nullopt when the text is no dateTime
/// RFC 7643 §2.3.5, RFC 4517 §3.3.13
[[nodiscard]] std::optional<std::string> generalizedTime(std::string_view dateTime);

/// GeneralizedTime to xsd:dateTime in UTC.
/// \returns nullopt when the text is no GeneralizedTime
[[nodiscard]] std::optional<std::string> dateTime(std::string_view generalizedTime);

}  // namespace scim2ldap::mappings
