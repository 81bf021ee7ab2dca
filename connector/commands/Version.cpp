#include <iostream>

#include "connector/commands/Command.h"
#include "connector/commands/Options.h"

namespace scim2ldap::connector {

Command versionCommand() {
  return {"version", "print the version", "Usage: scim2ldap version\n\nPrints the program's version.\n",
          [](Arguments arguments) {
            Options(arguments, {}).expectWords(0, "");
            std::cout << "scim2ldap " SCIM2LDAP_VERSION "\n";
            return kDone;
          }};
}

}  // namespace scim2ldap::connector
