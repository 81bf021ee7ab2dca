#include "connector/commands/CommandEndpoint.h"

namespace scim2ldap::connector {

const EndpointConfiguration& endpointFor(const Options& options, const Configuration& configuration,
                                         const std::function<bool(const EndpointConfiguration&)>& fits,
                                         const std::string& what) {
  const EndpointConfiguration* only = nullptr;
  std::size_t count = 0;
  std::string names;
  for (const EndpointConfiguration& endpoint : configuration.endpoints) {
    if (!fits(endpoint)) continue;
    if (options.value("endpoint") == endpoint.name) return endpoint;
    names += (names.empty() ? "" : ", ") + endpoint.name;
    only = &endpoint;
    ++count;
  }
  if (count == 0) throw UsageError("no endpoint has " + what);
  if (options.has("endpoint")) {
    throw UsageError("there is no endpoint " + *options.value("endpoint") +
                     (what.empty() ? "; the configuration has " : " with " + what + "; there is ") + names);
  }
  if (count > 1) throw UsageError("say --endpoint, one of " + names);
  return *only;
}

const EndpointConfiguration& endpointOf(const Options& options, const Configuration& configuration) {
  return endpointFor(
      options, configuration, [](const EndpointConfiguration&) { return true; }, "");
}

}  // namespace scim2ldap::connector
