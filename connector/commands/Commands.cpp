#include "connector/commands/Command.h"

namespace scim2ldap::connector {

std::vector<Command> allCommands() {
  return {serveCommand(), tokenCommand(), versionCommand()};
}

}  // namespace scim2ldap::connector
