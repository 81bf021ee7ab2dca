#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// Nothing that is meant lasts longer; added to a time of today, it is a time.
inline constexpr std::chrono::milliseconds kMostDuration = std::chrono::days(3650);

/// Parses a whole number with its unit: "500ms", "5s", "2m", "12h", "90d".
/// \throws std::invalid_argument  what is wrong and what to write instead; also for 0 and what is longer than
///                                kMostDuration
[[nodiscard]] std::chrono::milliseconds parseDuration(std::string_view text);

/// The duration in the largest unit that expresses it exactly; parseDuration(printDuration(d)) == d.
[[nodiscard]] std::string printDuration(std::chrono::milliseconds duration);

}  // namespace scim2ldap::connector
