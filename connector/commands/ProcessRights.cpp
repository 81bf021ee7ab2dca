#include "connector/commands/ProcessRights.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

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

}  // namespace scim2ldap::connector
