#pragma once

#include <cstddef>

#include "connector/config/Configuration.h"
#include "connector/log/Logger.h"

namespace scim2ldap::connector {

/// Keeps what the process holds in memory, passwords and personal data, to itself: no core dumps, and no
/// other process of the same user looks into it. To be called before any secret is read.
void keepMemoryPrivate();

/// Tells in the log when the process has more rights than it needs.
void tellRights(Logger& logger);

/// Lets the process open as many files and connections as the system allows it at most.
/// \returns how many
[[nodiscard]] std::size_t raiseDescriptorLimit();

/// How many files and connections may be open at a time with this configuration.
[[nodiscard]] std::size_t descriptorsOf(const Configuration& configuration);

/// Raises the limit, and tells in the log where that does not do for the configuration.
void makeRoomForDescriptors(const Configuration& configuration, Logger& logger);

}  // namespace scim2ldap::connector
