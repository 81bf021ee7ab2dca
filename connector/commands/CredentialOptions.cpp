#include "connector/commands/CredentialOptions.h"

#include <algorithm>
#include <chrono>
#include <iostream>

#include "connector/config/Duration.h"
#include "connector/config/Scope.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {

TimePoint currentTime() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

const EndpointConfiguration& endpointOf(const Options& options, const Configuration& configuration) {
  std::string names;
  for (const EndpointConfiguration& endpoint : configuration.endpoints) {
    if (options.value("endpoint") == endpoint.name) return endpoint;
    names += (names.empty() ? "" : ", ") + endpoint.name;
  }
  if (options.has("endpoint")) {
    throw UsageError("there is no endpoint " + *options.value("endpoint") + "; the configuration has " +
                     names);
  }
  if (configuration.endpoints.size() != 1) throw UsageError("say --endpoint, one of " + names);
  return configuration.endpoints.front();
}

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

void printColumns(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::cout << row[i];
      if (i + 1 < row.size()) std::cout << std::string(widths[i] - row[i].size() + 2, ' ');
    }
    std::cout << '\n';
  }
}

}  // namespace scim2ldap::connector
