#include <iostream>

#include "connector/commands/CommandEndpoint.h"
#include "connector/commands/CommandUser.h"
#include "connector/commands/StateTasks.h"
#include "connector/config/BareConfiguration.h"
#include "connector/store/SqliteStore.h"

namespace scim2ldap::connector {

int reviewFallback(const Options& options) {
  options.expectWords(1, "");
  const Configuration configuration = readBareConfiguration(options.configurationFile());
  const EndpointConfiguration& endpoint = endpointFor(
      options, configuration, [](const EndpointConfiguration& each) { return each.fallback.has_value(); },
      "[endpoint.fallback_group]");
  const std::int64_t due =
      openSqliteStore(configuration.stateFile(), std::nullopt, commandUser())->makeFallbackDue(endpoint.name);
  std::cerr << due << " users of endpoint " << endpoint.name
            << " are looked at by the service: who is in no synced group is put into "
            << endpoint.fallback->group.toString() << ".\n";
  return kDone;
}

}  // namespace scim2ldap::connector
