#include "connector/config/ConfiguredPath.h"

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace scim2ldap::connector {
namespace {

constexpr const char* kVariable = "CREDENTIALS_DIRECTORY";
constexpr std::array<std::string_view, 2> kPrefixes{"$CREDENTIALS_DIRECTORY/", "${CREDENTIALS_DIRECTORY}/"};

/// "" outside of systemd.
std::string credentialsFolder() {
  const char* folder = std::getenv(kVariable);
  return folder == nullptr ? "" : folder;
}

}  // namespace

std::filesystem::path configuredPath(const std::filesystem::path& folder, const std::string& text) {
  for (const std::string_view prefix : kPrefixes) {
    if (!text.starts_with(prefix)) continue;
    const std::string credentials = credentialsFolder();
    if (credentials.empty()) {
      throw std::invalid_argument(
          "\"" + text +
          "\" stands in a folder that is not known: CREDENTIALS_DIRECTORY is not set; write "
          "LoadCredential= into the unit of systemd, and run commands by hand with "
          "CREDENTIALS_DIRECTORY=/run/credentials/scim2ldap.service while the service runs, otherwise with "
          "CREDENTIALS_DIRECTORY= and a folder that has files named as the credentials");
    }
    return std::filesystem::path(credentials) / text.substr(prefix.size());
  }
  return folder / text;
}

bool isCredential(const std::filesystem::path& file) {
  const std::string credentials = credentialsFolder();
  return !credentials.empty() && file.parent_path() == std::filesystem::path(credentials);
}

}  // namespace scim2ldap::connector
