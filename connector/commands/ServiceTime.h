#pragma once

#include <filesystem>

#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The time by which the service that runs on this state folder decides, which need not be the machine's;
/// the machine's where none runs, or none can be asked.
[[nodiscard]] TimePoint timeOfService(const std::filesystem::path& stateFolder);

}  // namespace scim2ldap::connector
