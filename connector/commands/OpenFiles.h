#pragma once

#include <cstddef>

#include "connector/config/Configuration.h"
#include "connector/log/Logger.h"

namespace scim2ldap::connector {

/// Lets the process open as many files and connections as the system allows it at most.
/// \returns how many
[[nodiscard]] std::size_t raiseDescriptorLimit();

/// How many files and connections may be open at a time with this configuration.
[[nodiscard]] std::size_t descriptorsOf(const Configuration& configuration);

/// Raises the limit, and tells in the log where that does not do for the configuration.
void makeRoomForDescriptors(const Configuration& configuration, Logger& logger);

}  // namespace scim2ldap::connector
