#include "connector/commands/CredentialOptions.h"

#include <chrono>

#include "connector/config/Duration.h"
#include "connector/config/Scope.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {

std::optional<TimePoint> expiryOf(const Options& options, TimePoint now) {
  const auto text = options.value("expires");
  if (!text) return std::nullopt;
  return now + parsedOption("--expires", [&] { return parseDuration(*text); });
}

std::string scopesOf(const Options& options) {
  const std::string text = options.value("scope").value_or(printScopes(defaultScopes()));
  if (text.find_first_not_of(' ') == std::string::npos) throw UsageError("--scope is empty");
  return parsedOption("--scope", [&] { return printScopes(parseScopes(text)); });
}

std::string timeText(const std::optional<TimePoint>& time) {
  return time ? scim::printDateTime(std::chrono::floor<std::chrono::seconds>(*time)) : "-";
}

scim::Json timeOrNull(const std::optional<TimePoint>& time) {
  return time ? scim::Json(scim::printDateTime(*time)) : scim::Json();
}

}  // namespace scim2ldap::connector
