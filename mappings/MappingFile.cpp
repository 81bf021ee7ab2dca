#include "mappings/MappingFile.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "mappings/MappingFileParts.h"

namespace scim2ldap::mappings {
namespace {

scim::ResourceType userType(std::vector<scim::Schema> extensions) {
  extensions.insert(extensions.begin(), scim::enterpriseUserSchema());
  return {"User", "/Users", scim::userSchema(), std::move(extensions)};
}

scim::ResourceType groupType(std::vector<scim::Schema> extensions) {
  return {"Group", "/Groups", scim::groupSchema(), std::move(extensions)};
}

bool isEarlier(const Problem& left, const Problem& right) {
  return std::pair(left.where.line, left.where.column) < std::pair(right.where.line, right.where.column);
}

}  // namespace

Mapping parseMapping(std::string_view text, const std::string& name) {
  const Node document = parseToml(text, name);
  Problems problems;
  Section file(document, "a mapping file", problems);
  const LookupTables tables = readTables(file);
  Extensions extensions = readExtensions(file);

  Mapping mapping{name, {}, std::nullopt};
  if (auto user = file.section("user", "[user]")) {
    mapping.user =
        readResource(std::move(*user), Kind::User, userType(std::move(extensions.user)), tables, problems);
  } else if (!file.has("user")) {
    problems.push_back(
        {{name, 1, 1}, "the section [user] is missing; it tells where and how users are kept"});
  }
  if (auto group = file.section("group", "[group]")) {
    mapping.group = readResource(std::move(*group), Kind::Group, groupType(std::move(extensions.group)),
                                 tables, problems);
  }
  file.reportUnknownKeys();
  if (!problems.empty()) {
    std::stable_sort(problems.begin(), problems.end(), isEarlier);
    throw FileError(std::move(problems));
  }
  return mapping;
}

Mapping readMappingFile(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream content;
  if (stream) content << stream.rdbuf();
  if (!stream || std::filesystem::is_directory(file)) {
    throw FileError(
        {{{file.string(), 0, 0}, std::string("the file cannot be read: ") + std::strerror(errno)}});
  }
  return parseMapping(content.str(), file.string());
}

}  // namespace scim2ldap::mappings
