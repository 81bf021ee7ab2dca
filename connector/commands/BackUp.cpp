#include <iostream>

#include "connector/commands/StateTasks.h"
#include "connector/config/BareConfiguration.h"
#include "connector/store/Backup.h"

namespace scim2ldap::connector {

int backUpState(const Options& options) {
  options.expectWords(2, "the FILE to write");
  const Configuration configuration = readBareConfiguration(options.configurationFile());
  const std::string& file = options.words()[1];
  const Backup backup = backUp(configuration.stateFile(), file);
  std::cerr << file << ": " << backup.resources << " users and groups, " << backup.bytes
            << " bytes, checked.\n";
  if (backup.leftOut > 0) {
    std::cerr << "Writes that were under way (" << backup.leftOut << ") are not in it.\n";
  }
  return kDone;
}

}  // namespace scim2ldap::connector
