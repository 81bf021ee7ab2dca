#include "connector/commands/Command.h"
#include "connector/commands/Daemon.h"
#include "connector/commands/Options.h"

namespace scim2ldap::connector {

Command serveCommand() {
  return {
      "serve", "run the service until SIGTERM",
      "Usage: scim2ldap serve [--config FILE]\n\n"
      "Serves the endpoints of the configuration in the foreground and logs JSON lines to standard error.\n"
      "SIGHUP reads configuration, mappings and certificates anew; a faulty file changes nothing.\n"
      "SIGTERM finishes running requests and ends. Under systemd it tells when it is ready.\n",
      [](Arguments arguments) {
        const Options options(arguments, {});
        options.expectWords(0, "");
        return runDaemon(options.configurationFile());
      }};
}

}  // namespace scim2ldap::connector
