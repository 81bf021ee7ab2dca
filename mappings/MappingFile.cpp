#include "mappings/MappingFile.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "mappings/AdvertisedType.h"
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

/// Takes the last member out of groups that must not be empty.
constexpr const char* kPlaceholder = "cn=empty-group";

Memberships readMemberships(Section& file, const std::optional<ResourceMapping>& group) {
  Memberships memberships;
  if (group) memberships.rules.push_back(*group->members);
  const auto add = [&](const std::string& attribute, MemberValue value, const SourceLocation& where) {
    const bool listed =
        std::any_of(memberships.rules.begin(), memberships.rules.end(),
                    [&](const MembersRule& rule) { return scim::sameName(rule.attribute, attribute); });
    if (listed) return;
    MembersRule rule{attribute, value, std::nullopt, where};
    if (value == MemberValue::Dn) {
      const bool hasPlaceholder = group && group->members->placeholder;
      rule.placeholder = hasPlaceholder ? *group->members->placeholder : ldap::Dn::parse(kPlaceholder);
    }
    memberships.rules.push_back(std::move(rule));
  };
  if (std::optional<Section> section = file.section("memberships", "[memberships]")) {
    for (const LocatedText& name : section->texts("attributes")) add(name.text, MemberValue::Dn, name.where);
    for (const LocatedText& name : section->texts("uids")) add(name.text, MemberValue::Uid, name.where);
    section->reportUnknownKeys();
  }
  if (!group) add("member", MemberValue::Dn, {});
  return memberships;
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

  Mapping mapping{name, {}, std::nullopt, {}};
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
    advertiseGroups(mapping.user.type);
  }
  mapping.memberships = readMemberships(file, mapping.group);
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
