#include "connector/commands/ServiceTime.h"

#include <system_error>

#include "connector/commands/ControlSocket.h"
#include "connector/commands/Errand.h"

namespace scim2ldap::connector {

TimePoint timeOfService(const std::filesystem::path& stateFolder) {
  try {
    // Every answer has the time, also one that there is nothing to do.
    if (const auto answer = askService(stateFolder, scim::printJson(toJson(Errand{}))))
      return errandResultFrom(scim::parseJson(*answer)).now.value_or(currentTime());
  } catch (const std::system_error&) {  // the service does not answer
  }
  return currentTime();
}

}  // namespace scim2ldap::connector
