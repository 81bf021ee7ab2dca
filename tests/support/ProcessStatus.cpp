#include "tests/support/ProcessStatus.h"

#include <fstream>
#include <stdexcept>

namespace scim2ldap::test {

std::int64_t statusOf(const ConnectorProcess& connector, const std::string& name) {
  std::ifstream status("/proc/" + std::to_string(connector.pid()) + "/status");
  for (std::string word; status >> word;) {
    std::int64_t value = 0;
    if (word == name + ":" && status >> value) return value;
  }
  throw std::runtime_error("no " + name + " in /proc/PID/status");
}

}  // namespace scim2ldap::test
