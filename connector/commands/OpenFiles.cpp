#include "connector/commands/OpenFiles.h"

#include <sys/resource.h>

#include <cstdint>
#include <utility>

#include "connector/http/HttpServer.h"

namespace scim2ldap::connector {

std::size_t raiseDescriptorLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  const rlim_t before = std::exchange(limit.rlim_cur, limit.rlim_max);
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : before;
}

std::size_t descriptorsOf(const Configuration& configuration) {
  constexpr std::size_t kOthers = 64;  // side table, log, control socket
  std::size_t count = kOthers + HttpServer::mostDescriptors(configuration.server) +
                      HttpServer::mostDescriptors(configuration.admin);
  for (const DirectoryConfiguration& directory : configuration.directories)
    count += 2 * directory.settings.maxConnections;  // for requests, and to watch it
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
