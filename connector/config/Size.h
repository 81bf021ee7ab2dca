#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// Parses a whole number of octets with its unit: "512B", "64KiB", "8MiB", "1GiB".
/// \throws std::invalid_argument  what is wrong and what to write instead; also for 0 and what does not fit
[[nodiscard]] std::size_t parseSize(std::string_view text);

/// The size in the largest unit that expresses it exactly; parseSize(printSize(s)) == s.
[[nodiscard]] std::string printSize(std::size_t bytes);

}  // namespace scim2ldap::connector
