#include <algorithm>
#include <set>

#include "mappings/MappingFileParts.h"

namespace scim2ldap::mappings {
namespace {

constexpr const char* kTitle = "[user.role]";

std::vector<RoleGroup> readGroups(Section& role) {
  std::vector<RoleGroup> groups;
  std::optional<Section> section = role.section("groups", "groups = { role = \"cn=group,ou=groups\" }");
  if (!section) return groups;
  std::set<std::string> seen;
  for (const auto& [name, text] : section->allTexts()) {
    if (roleKey(name.text).empty()) section->report(name.where, "a role has no name; write one");
    if (!seen.insert(roleKey(name.text)).second) {
      section->report(name.where,
                      "the role \"" + name.text + "\" has a group already; a role has one, take a line out");
    }
    if (const auto dn = readDn(*section, text)) groups.push_back({name.text, *dn, text.where});
  }
  if (seen.empty())
    section->report(section->where(), "\"groups\" is empty; write a line for a role, or take it out");
  return groups;
}

}  // namespace

std::optional<RoleRule> readRole(Section& user) {
  std::optional<Section> section = user.section("role", kTitle);
  if (!section) return std::nullopt;
  RoleRule role;
  role.where = section->where();
  if (const auto text = section->text("ldap")) {
    role.ldap = text->text;
    if (!isAttributeDescription(role.ldap)) {
      section->report(text->where, "\"" + role.ldap + "\" is no name of an LDAP attribute");
    } else if (scim::sameName(role.ldap, "objectClass")) {
      section->report(text->where, "a role is no object class; name another attribute");
    }
  }
  role.groups = readGroups(*section);
  if (!section->has("ldap") && !section->has("groups")) {
    section->report(
        section->where(),
        "says nothing of what a role becomes; write ldap = \"employeeType\", groups = { admin = " +
            std::string("\"cn=admins,ou=groups\" }, or both"));
  }
  section->reportUnknownKeys();
  return role;
}

}  // namespace scim2ldap::mappings
