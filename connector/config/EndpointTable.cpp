#include "connector/config/EndpointTable.h"

#include <algorithm>
#include <stdexcept>

#include "connector/config/Name.h"
#include "mappings/MappingFile.h"

namespace scim2ldap::connector {
namespace {

constexpr std::int64_t kMostPageSize = 10'000;

/// Characters that stand for themselves in the path of a URL. RFC 3986 §3.3, without percent-encoding
bool isPathCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~!$&'()*+,;=:@/").find(c) != std::string_view::npos;
}

void requireBasePath(const std::string& path) {
  const bool wellFormed = path.size() > 1 && path.starts_with('/') && !path.ends_with('/') &&
                          path.find("//") == std::string::npos &&
                          std::all_of(path.begin(), path.end(), isPathCharacter);
  if (!wellFormed) {
    throw std::invalid_argument(
        "\"" + path +
        "\" is no base path; write one that begins with a slash and does not end with "
        "one, for example \"/scim/v2\"");
  }
}

std::string parsePublicUrl(const std::string& text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    const std::string rest = text.substr(scheme.size());
    if (!rest.empty() && rest.front() != '/' && !rest.ends_with('/') &&
        std::all_of(rest.begin(), rest.end(),
                    [](char c) { return isPathCharacter(c) || c == '[' || c == ']'; })) {
      return text;
    }
  }
  throw std::invalid_argument(
      "\"" + text +
      "\" is no public URL; write scheme, host and base path without a slash at the end, "
      "for example \"https://scim.example.org/scim/v2\"");
}

void readMapping(TableReader& table, const std::filesystem::path& folder, mappings::Mapping& mapping,
                 Problems& problems) {
  std::filesystem::path file;
  if (table.read("mapping", file) && !file.empty()) {
    try {
      mapping = mappings::readMappingFile(folder / file);
    } catch (const mappings::FileError& error) {
      problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
  }
  table.require("mapping", "mapping = \"inetorgperson.toml\"");
}

}  // namespace

EndpointTable readEndpoint(const TomlValue& value, const std::filesystem::path& folder, Problems& problems) {
  EndpointTable result;
  EndpointConfiguration& endpoint = result.configuration;
  TableReader table(value, "[[endpoint]]", problems);
  table.readParsed<std::string>("name", endpoint.name, parseName);
  table.require("name", "name = \"entra\"");
  result.nameWhere = table.where("name");

  table.read("base_paths", endpoint.basePaths);
  table.require("base_paths", "base_paths = [\"/scim/v2\"]");
  result.basePathsWhere = table.where("base_paths");
  for (const std::string& path : endpoint.basePaths) {
    try {
      requireBasePath(path);
    } catch (const std::invalid_argument& error) {
      table.fail(result.basePathsWhere, std::string("base_paths: ") + error.what());
    }
  }
  table.readParsed<std::string>("public_url", endpoint.publicUrl, parsePublicUrl);

  table.readParsed<std::string>("directory", endpoint.directory, parseName);
  table.require("directory", "directory = \"main\"");
  result.directoryWhere = table.where("directory");
  readMapping(table, folder, endpoint.mapping, problems);

  table.readChoice<scim::Dialect>("dialect", endpoint.dialect,
                                  {{"entra", scim::Dialect::Entra}, {"rfc", scim::Dialect::Rfc}});
  table.read("disable_first", endpoint.disableFirst);
  table.read("unique_external_id", endpoint.uniqueExternalId);
  table.readChoice<UnknownMember>("unknown_members", endpoint.unknownMembers,
                                  {{"reject", UnknownMember::Reject}, {"skip", UnknownMember::Skip}});
  table.readNumber("page_size", endpoint.pageSize, 1, kMostPageSize);
  table.readNumber("max_page_size", endpoint.maxPageSize, 1, kMostPageSize);
  if (endpoint.pageSize > endpoint.maxPageSize) {
    table.fail(table.where("page_size"), "page_size is larger than max_page_size; write at most " +
                                             std::to_string(endpoint.maxPageSize));
  }
  table.finish();
  return result;
}

}  // namespace scim2ldap::connector
