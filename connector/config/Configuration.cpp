#include "connector/config/Configuration.h"

#include <algorithm>
#include <stdexcept>

namespace scim2ldap::connector {

const DirectoryConfiguration& Configuration::directory(const std::string& name) const {
  const auto found = std::find_if(directories.begin(), directories.end(),
                                  [&](const DirectoryConfiguration& d) { return d.name == name; });
  if (found == directories.end()) throw std::out_of_range("no directory is named " + name);
  return *found;
}

const EndpointConfiguration* Configuration::findEndpoint(const std::string& name) const {
  const auto found = std::find_if(endpoints.begin(), endpoints.end(),
                                  [&](const EndpointConfiguration& e) { return e.name == name; });
  return found == endpoints.end() ? nullptr : &*found;
}

}  // namespace scim2ldap::connector
