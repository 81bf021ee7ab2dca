#include "connector/config/EndpointTable.h"

#include <algorithm>
#include <stdexcept>

#include "connector/config/FallbackTable.h"
#include "connector/config/Name.h"
#include "connector/config/OAuthTable.h"
#include "connector/config/PolicyTables.h"
#include "connector/config/RoleTable.h"
#include "mappings/MappingFile.h"

namespace scim2ldap::connector {
namespace {

constexpr std::int64_t kMostPageSize = 10'000;
constexpr std::int64_t kMostBulkOperations = 10'000;
constexpr std::int64_t kMostSorted = 1'000'000;
constexpr std::int64_t kMostCandidates = 1'000'000;
constexpr std::int64_t kMostComparisons = 10'000;

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

void readMapping(Section& section, const std::filesystem::path& folder, mappings::Mapping& mapping,
                 Problems& problems) {
  std::filesystem::path file;
  read(section, "mapping", file);
  require(section, "mapping", "\"inetorgperson.toml\"");
  if (file.empty()) return;
  try {
    mapping = mappings::readMappingFile(folder / file);
  } catch (const mappings::FileError& error) {
    problems.insert(problems.end(), error.problems().begin(), error.problems().end());
  }
}

}  // namespace

EndpointTable readEndpoint(Section& section, const std::filesystem::path& folder, Problems& problems) {
  EndpointTable result;
  EndpointConfiguration& endpoint = result.configuration;
  readParsed<std::string>(section, "name", endpoint.name, parseName);
  require(section, "name", "\"entra\"");
  result.nameWhere = section.whereIs("name");

  endpoint.basePaths = readList(section, "base_paths", "[\"/scim/v2\"]", problems, requireBasePath);
  result.basePathsWhere = section.whereIs("base_paths");
  readParsed<std::string>(section, "public_url", endpoint.publicUrl, parsePublicUrl);

  readParsed<std::string>(section, "directory", endpoint.directory, parseName);
  require(section, "directory", "\"main\"");
  result.directoryWhere = section.whereIs("directory");
  readMapping(section, folder, endpoint.mapping, problems);

  readChoice<scim::Dialect>(section, "dialect", endpoint.dialect,
                            {{"entra", scim::Dialect::Entra}, {"rfc", scim::Dialect::Rfc}});
  read(section, "disable_first", endpoint.disableFirst);
  read(section, "unique_external_id", endpoint.uniqueExternalId);
  readChoice<UnknownMember>(section, "unknown_members", endpoint.unknownMembers,
                            {{"reject", UnknownMember::Reject}, {"skip", UnknownMember::Skip}});
  readNumber(section, "page_size", endpoint.pageSize, 1, kMostPageSize);
  readNumber(section, "max_page_size", endpoint.maxPageSize, 1, kMostPageSize);
  readNumber(section, "bulk_max_operations", endpoint.bulkMaxOperations, 0, kMostBulkOperations);
  if (endpoint.pageSize > endpoint.maxPageSize) {
    section.report(section.whereIs("page_size"), "page_size is larger than max_page_size; write at most " +
                                                     std::to_string(endpoint.maxPageSize));
  }
  readNumber(section, "max_sorted", endpoint.maxSorted, 1, kMostSorted);
  readNumber(section, "max_candidates", endpoint.maxCandidates, 1, kMostCandidates);
  readNumber(section, "max_filter_comparisons", endpoint.maxFilterComparisons, 1, kMostComparisons);
  readDuration(section, "cursor_timeout", endpoint.cursorTimeout);
  if (auto oauth = section.section("oauth", "[endpoint.oauth]")) {
    endpoint.oauth = readOAuth(*oauth, folder, problems);
  }
  result.oauthWhere = section.whereIs("oauth");
  endpoint.fallback = readFallbackGroup(section, endpoint.mapping);
  result.fallbackWhere = section.whereIs("fallback_group");
  readPolicies(section, endpoint.mapping, endpoint.policies);
  readLeavingGuard(section, endpoint.leavingGuard);
  if (endpoint.policies.knownExternalId == KnownResource::Adopt && !endpoint.uniqueExternalId) {
    section.report(section.whereIs("known_external_id"),
                   "known_external_id = \"adopt\" wants an externalId that is one person's; write "
                   "unique_external_id = true, or known_external_id = \"reject\"");
  }
  endpoint.roles = readRoles(section);
  result.rolesWhere = section.whereIs("roles");
  section.reportUnknownKeys();
  return result;
}

}  // namespace scim2ldap::connector
