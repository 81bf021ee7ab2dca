#include "tests/examples/ShippedExample.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "tests/examples/AccessRules.h"
#include "tests/support/Folders.h"
#include "tests/support/Program.h"

namespace scim2ldap::test {
namespace {

/// etc/ldap as all examples want it, and what the example brings along.
SlapdOptions directoryFor(const std::string& example) {
  const std::filesystem::path folder = exampleFolder(example);
  SlapdOptions options;
  options.ppolicy = true;
  options.syncprov = true;
  options.ldif = readFile(folder / "directory.ldif");
  // Each file puts its rules in front of those that are there.
  options.databaseLines = accessRules(readFile(folder / "access.ldif")) +
                          accessRules(readFile(SCIM2LDAP_SOURCE_DIR "/etc/ldap/access.ldif"));
  return options;
}

std::string line(const std::string& key, const std::string& value) {
  return key + " = \"" + value + "\"";
}

ConnectorOptions connectorFor(const std::string& example, const TemporarySlapd& slapd,
                              const LineChanges& changes) {
  const std::filesystem::path folder = exampleFolder(example);
  ConnectorOptions options;
  options.configuration = [folder, uri = slapd.uri(), changes](const ConnectorPlaces& places) {
    return withLines(
        withLines(readFile(folder / "scim2ldap.toml"), changes),
        {{line("listen", "127.0.0.1:8080"), line("listen", places.address)},
         {line("listen", "127.0.0.1:8081"), line("listen", places.adminAddress)},
         {line("directory", "/var/lib/scim2ldap"), line("directory", places.stateFolder)},
         {R"(uris = ["ldaps://ldap.example.org"])", "uris = [\"" + uri + "\"]"},
         {line("mapping", "mapping.toml"), line("mapping", (folder / "mapping.toml").string())}});
  };
  return options;
}

}  // namespace

std::vector<std::string> shippedExamples() {
  std::vector<std::string> names;
  for (const auto& each : std::filesystem::directory_iterator(exampleFolder("")))
    if (each.is_directory()) names.push_back(each.path().filename().string());
  std::ranges::sort(names);
  return names;
}

std::filesystem::path exampleFolder(const std::string& name) {
  return std::filesystem::path(SCIM2LDAP_SOURCE_DIR "/etc/examples") / name;
}

ShippedExample::ShippedExample(const std::string& name, const LineChanges& changes)
    : slapd_(directoryFor(name)),
      connector_(slapd_, connectorFor(name, slapd_, changes)),
      configuration_(connector::readConfiguration(connector_.configFile())) {}

void ShippedExample::change(const LineChanges& changes) const {
  const std::string text = withLines(readFile(connector_.configFile()), changes);
  std::ofstream(connector_.configFile(), std::ios::trunc) << text;
}

const PlayedService& ShippedExample::service(const std::string& endpoint) {
  for (const connector::EndpointConfiguration& each : configuration_.endpoints) {
    if (!endpoint.empty() && each.name != endpoint) continue;
    const auto [found, isNew] = services_.try_emplace(each.name);
    if (isNew) {
      const connector::ServerSettings& server = configuration_.server;
      std::string token = connector_.command("token create replay --endpoint " + each.name);
      while (token.ends_with('\n')) token.pop_back();
      found->second = {
          "http://" + server.address + ":" + std::to_string(server.port) + each.basePaths.front(), token};
    }
    return found->second;
  }
  throw std::runtime_error("the example has no endpoint " + endpoint);
}

}  // namespace scim2ldap::test
