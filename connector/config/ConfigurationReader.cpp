#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "connector/config/BareConfiguration.h"
#include "connector/config/Configuration.h"
#include "connector/config/CrossChecks.h"
#include "connector/config/DirectoryTable.h"
#include "connector/config/EndpointTable.h"
#include "connector/config/SecretFile.h"
#include "connector/config/SectionValues.h"
#include "connector/config/ServerTable.h"
#include "mappings/MappingFileSyntax.h"

namespace scim2ldap::connector {
namespace {

std::string textOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const int fault = stream ? EISDIR : errno;
  std::error_code error;
  if (!stream || std::filesystem::is_directory(file, error)) {
    throw mappings::FileError({{{file.string()},
                                std::string("cannot be read: ") + std::strerror(fault) +
                                    (fault == EACCES ? "; run this as root, or as the user of the service"
                                                     : "; name the configuration file with --config")}});
  }
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The tables of `[[key]]`; a problem when there is none.
std::vector<Section> tablesOf(Section& root, const std::string& key) {
  std::vector<Section> tables = root.sections(key, "[[" + key + "]]");
  if (!root.has(key)) root.report(root.where(), "there is no [[" + key + "]]; write at least one");
  return tables;
}

void requireDifferentListeners(const Configuration& configuration, const Section& root) {
  const ServerSettings& server = configuration.server;
  const ServerSettings& admin = configuration.admin;
  if (server.port == 0 || server.port != admin.port || server.address != admin.address) return;
  root.report(root.whereIs("admin"),
              "[admin] and [server] listen on the same address; give one another port");
}

/// Two endpoints may share a mapping file; what is wrong with it is told once.
Problems withoutRepetitions(const Problems& problems) {
  Problems once;
  for (const mappings::Problem& problem : problems) {
    if (std::find(once.begin(), once.end(), problem) == once.end()) once.push_back(problem);
  }
  return once;
}

Configuration configurationFrom(const std::filesystem::path& file, Secrets secrets) {
  const mappings::Node document = mappings::parseToml(textOf(file), file.string());
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  Problems problems;
  Configuration configuration;
  configuration.file = file;

  Section root(document, file.filename().string(), problems);
  if (auto section = root.section("server", "[server]"))
    readServer(*section, folder, secrets, configuration.server);
  if (auto section = root.section("admin", "[admin]"))
    readAdmin(*section, folder, secrets, configuration.admin);
  if (auto section = root.section("state", "[state]")) {
    read(*section, "directory", configuration.stateDirectory);
    configuration.stateDirectory = folder / configuration.stateDirectory;
    readNumber(*section, "log_rows", configuration.logRetention.rows, 1, 1'000'000'000);
    readDuration(*section, "log_age", configuration.logRetention.age);
    section->reportUnknownKeys();
  }
  std::vector<DirectoryTable> directories;
  for (Section& section : tablesOf(root, "directory")) {
    directories.push_back(readDirectory(section, folder, secrets, problems));
  }
  std::vector<EndpointTable> endpoints;
  for (Section& section : tablesOf(root, "endpoint")) {
    endpoints.push_back(readEndpoint(section, folder, problems));
  }
  root.reportUnknownKeys();
  requireDifferentListeners(configuration, root);
  checkTogether(directories, endpoints, problems);
  if (!problems.empty()) throw mappings::FileError(withoutRepetitions(problems));

  for (DirectoryTable& table : directories) {
    configuration.directories.push_back(std::move(table.configuration));
  }
  for (EndpointTable& table : endpoints) {
    EndpointConfiguration& endpoint = configuration.endpoints.emplace_back(std::move(table.configuration));
    const ldap::Dn& base = configuration.directory(endpoint.directory).base;
    endpoint.mapping = mappings::under(std::move(endpoint.mapping), base);
    if (endpoint.fallback) endpoint.fallback->group = endpoint.fallback->group.under(base);
  }
  return configuration;
}

}  // namespace

Configuration readConfiguration(const std::filesystem::path& file) {
  return configurationFrom(file, Secrets::Read);
}

Configuration readBareConfiguration(const std::filesystem::path& file) {
  return configurationFrom(file, Secrets::LeftOut);
}

}  // namespace scim2ldap::connector
