#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace scim2ldap::scim {

/// A point in time: whole seconds and the fraction. Two parts, because nanoseconds since 1970 in 64 bits end
/// in 2262 while a dateTime may say 9999.
using Instant = std::pair<std::chrono::sys_seconds, std::chrono::nanoseconds>;

/// Reads an xsd:dateTime, "2008-01-23T04:56:22.250+01:00"; without a zone it is taken as UTC. Digits of the
/// fraction behind the ninth carry no weight.
/// \returns nullopt when the text is none, or names a day that does not exist
/// RFC 7643 §2.3.5
[[nodiscard]] std::optional<Instant> parseDateTime(std::string_view text);

/// The moment as xsd:dateTime in UTC, "2008-01-23T03:56:22Z", with milliseconds where there are any.
[[nodiscard]] std::string printDateTime(std::chrono::sys_time<std::chrono::milliseconds> time);

}  // namespace scim2ldap::scim
