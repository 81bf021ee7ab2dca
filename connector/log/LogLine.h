#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "connector/log/Logger.h"

namespace scim2ldap::connector {

/// The level as it stands in the log: "debug", "info", "warning", "error".
[[nodiscard]] std::string_view toString(Level level);

/// One message as one JSON object and a newline: time (RFC 3339, UTC, milliseconds), level, id, text, then
/// the fields. Control characters are escaped, so no value can begin a line of its own; bytes that are not
/// UTF-8 become U+FFFD.
[[nodiscard]] std::string logLine(std::chrono::sys_time<std::chrono::milliseconds> time, Level level,
                                  std::string_view id, std::string_view text, const Logger::Fields& fields);

}  // namespace scim2ldap::connector
