#include "connector/commands/ProcessRights.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace scim2ldap::connector {

void keepMemoryPrivate() {
  const rlimit none{0, 0};
  if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::prctl(PR_SET_DUMPABLE, 0) != 0) {
    throw std::system_error(errno, std::generic_category(), "core dumps cannot be switched off");
  }
}

void tellRights(Logger& logger) {
  if (::geteuid() != 0) return;
  logger.warning("RUNS_AS_ROOT", "The service runs as root and needs none of its rights",
                 {{"remedy", "run it as a user of its own, as etc/systemd/scim2ldap.service does"}});
}

std::size_t raiseDescriptorLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  const rlim_t before = std::exchange(limit.rlim_cur, limit.rlim_max);
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : before;
}

std::size_t descriptorsOf(const Configuration& configuration) {
  constexpr std::size_t kOfClient = 2;  // the socket, and what it is cut off by
  constexpr std::size_t kOthers = 64;   // side table, log, control socket, the watches of directories
  std::size_t count = kOthers + kOfClient * (configuration.server.maxConnections +
                                             configuration.admin.maxConnections);
  for (const DirectoryConfiguration& directory : configuration.directories)
    count += directory.settings.maxConnections;
  return count;
}

void makeRoomForDescriptors(const Configuration& configuration, Logger& logger) {
  const std::size_t limit = raiseDescriptorLimit();
  const std::size_t wanted = descriptorsOf(configuration);
  if (limit >= wanted) return;
  logger.warning("DESCRIPTORS_SCARCE", "The process may open fewer files than its connections can take",
                 {{"limit", static_cast<std::int64_t>(limit)},
                  {"wanted", static_cast<std::int64_t>(wanted)},
                  {"remedy", "raise LimitNOFILE in the unit, or ulimit -n, or lower max_connections"}});
}

}  // namespace scim2ldap::connector
