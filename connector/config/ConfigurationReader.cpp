#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "connector/config/Configuration.h"
#include "connector/config/CrossChecks.h"
#include "connector/config/DirectoryTable.h"
#include "connector/config/EndpointTable.h"
#include "connector/config/ServerTable.h"
#include "connector/config/TableReader.h"
#include "connector/config/TomlValue.h"

namespace scim2ldap::connector {
namespace {

std::string textOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream || std::filesystem::is_directory(file)) {
    throw mappings::FileError({{{file.string()},
                                std::string("cannot be read: ") + std::strerror(stream ? EISDIR : errno) +
                                    "; name the configuration file with --config"}});
  }
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The tables of `[[key]]`; a problem when there is none.
std::vector<TomlValue> tablesOf(TableReader& root, const std::string& key, Problems& problems) {
  const TomlValue* value = root.find(key);
  if (value == nullptr) {
    problems.push_back({root.where(key), "there is no [[" + key + "]]; write at least one"});
    return {};
  }
  if (const auto* array = std::get_if<TomlValue::Array>(&value->value)) return *array;
  problems.push_back({value->where, key + " is a list; write [[" + key + "]] in double brackets"});
  return {};
}

void readState(const TomlValue& value, const std::filesystem::path& folder, std::filesystem::path& into,
               Problems& problems) {
  TableReader table(value, "[state]", problems);
  table.read("directory", into);
  into = folder / into;
  table.finish();
}

void requireDifferentListeners(const Configuration& configuration, TableReader& root) {
  const ServerSettings& server = configuration.server;
  const ServerSettings& admin = configuration.admin;
  if (server.port == 0 || server.port != admin.port || server.address != admin.address) return;
  root.fail(root.where("admin"), "[admin] and [server] listen on the same address; give one another port");
}

/// Two endpoints may share a mapping file; what is wrong with it is told once.
Problems withoutRepetitions(const Problems& problems) {
  Problems once;
  for (const mappings::Problem& problem : problems) {
    if (std::find(once.begin(), once.end(), problem) == once.end()) once.push_back(problem);
  }
  return once;
}

}  // namespace

Configuration readConfiguration(const std::filesystem::path& file) {
  const TomlValue document = parseToml(textOf(file), file.string());
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  Problems problems;
  Configuration configuration;
  configuration.file = file;

  TableReader root(document, file.filename().string(), problems);
  if (const TomlValue* server = root.find("server")) {
    readServer(*server, folder, configuration.server, problems);
  }
  if (const TomlValue* admin = root.find("admin")) readAdmin(*admin, folder, configuration.admin, problems);
  if (const TomlValue* state = root.find("state")) {
    readState(*state, folder, configuration.stateDirectory, problems);
  }
  std::vector<DirectoryTable> directories;
  for (const TomlValue& table : tablesOf(root, "directory", problems)) {
    directories.push_back(readDirectory(table, folder, problems));
  }
  std::vector<EndpointTable> endpoints;
  for (const TomlValue& table : tablesOf(root, "endpoint", problems)) {
    endpoints.push_back(readEndpoint(table, folder, problems));
  }
  root.finish();
  requireDifferentListeners(configuration, root);
  checkTogether(directories, endpoints, problems);
  if (!problems.empty()) throw mappings::FileError(withoutRepetitions(problems));

  for (DirectoryTable& table : directories) {
    configuration.directories.push_back(std::move(table.configuration));
  }
  for (EndpointTable& table : endpoints) {
    EndpointConfiguration& endpoint = configuration.endpoints.emplace_back(std::move(table.configuration));
    endpoint.mapping =
        mappings::under(std::move(endpoint.mapping), configuration.directory(endpoint.directory).base);
  }
  return configuration;
}

}  // namespace scim2ldap::connector
