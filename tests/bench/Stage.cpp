#include "tests/bench/Stage.h"

#include <fstream>

#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

/// As etc/ldap/ tells administrators to set a directory up; and each write is on the disk when it is
/// answered.
test::SlapdOptions directoryOptions(std::size_t users) {
  test::SlapdOptions options;
  options.ppolicy = true;
  options.syncprov = true;
  options.durable = true;
  options.globalLines = "sortvals member\nthreads 16";
  options.databaseLines = "index displayName,manager eq";
  options.ldif = populationLdif(users);
  return options;
}

test::ConnectorOptions connectorOptions() {
  test::ConnectorOptions options;
  options.serverLines = "max_connections = 300";
  return options;
}

}  // namespace

Stage::Stage(std::size_t users)
    : users_(users), slapd_(directoryOptions(users)), connector_(slapd_, connectorOptions()) {
  const auto directory = raw();
  for (std::size_t n = 0; n < users; ++n)
    knownIds_.push_back(directory->read(userDn("known", n), "entryUUID"));
}

std::unique_ptr<KeepAliveClient> Stage::client() const {
  return std::make_unique<KeepAliveClient>(connector_.port(), "/scim/v2", connector_.token());
}

std::unique_ptr<RawDirectory> Stage::raw() const {
  return std::make_unique<RawDirectory>(slapd_.uri(), slapd_.serviceDn(), slapd_.servicePassword());
}

std::string Stage::makeGroup(const std::string& name, std::size_t members) const {
  const auto directory = raw();
  if (directory->search(kGroups, "(cn=" + name + ")", {"1.1"}).size() > 0) directory->remove(groupDn(name));
  directory->add(groupDn(name), groupEntry(name, 0, members));
  return directory->read(groupDn(name), "entryUUID");
}

long Stage::residentMemory() const {
  std::ifstream status("/proc/" + std::to_string(connector_.pid()) + "/status");
  std::string word;
  while (status >> word) {
    long kibibytes = 0;
    if (word == "VmRSS:" && status >> kibibytes) return kibibytes;
  }
  return 0;
}

}  // namespace scim2ldap::bench
