#include "connector/commands/Command.h"

namespace scim2ldap::connector {

std::vector<Command> allCommands() {
  return {serveCommand(), checkCommand(),  previewCommand(), stateCommand(),
          tokenCommand(), clientCommand(), groupCommand(),   logCommand(), versionCommand()};
}

}  // namespace scim2ldap::connector
