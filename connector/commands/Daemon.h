#pragma once

#include <filesystem>

namespace scim2ldap::connector {

/// Serves until SIGTERM or SIGINT, then drains. SIGHUP reads configuration, mappings and certificates anew; a
/// faulty file leaves everything as it was. Must be called before the process has other threads.
/// \returns 0 when every running request was finished, 1 when some had to be cut off
/// \throws mappings::FileError, StoreError, std::runtime_error  before anything is served
[[nodiscard]] int runDaemon(const std::filesystem::path& configurationFile);

}  // namespace scim2ldap::connector
