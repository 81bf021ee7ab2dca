#include "tests/support/OpenDescriptors.h"

#include <stdexcept>
#include <string>

#include "tests/support/HttpClient.h"

namespace scim2ldap::test {

std::int64_t openDescriptors(const ConnectorProcess& connector) {
  const std::string metrics = sendHttp("GET", connector.adminUrl() + "/metrics").body;
  const std::string name = "\nprocess_open_fds ";
  const std::size_t at = metrics.find(name);
  if (at == std::string::npos) throw std::runtime_error("no process_open_fds among the metrics: " + metrics);
  return std::stoll(metrics.substr(at + name.size()));
}

}  // namespace scim2ldap::test
