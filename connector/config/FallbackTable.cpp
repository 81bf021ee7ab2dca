#include "connector/config/FallbackTable.h"

namespace scim2ldap::connector {

std::optional<FallbackPolicy> readFallbackGroup(Section& endpoint, const mappings::Mapping& mapping) {
  std::optional<Section> section = endpoint.section("fallback_group", "[endpoint.fallback_group]");
  if (!section) return std::nullopt;
  FallbackPolicy policy;
  readParsed<ldap::Dn>(*section, "group", policy.group, [](const std::string& text) {
    ldap::Dn dn = ldap::Dn::parse(text);
    if (dn.empty()) throw std::invalid_argument("it is empty; write a DN relative to the directory's base");
    return dn;
  });
  require(*section, "group", "\"cn=basic,ou=groups\"");
  readDuration(*section, "grace", policy.grace);
  read(*section, "leave", policy.leave);
  section->reportUnknownKeys();
  const bool hasMembers = mapping.group && mapping.group->members;
  if (!mapping.file.empty() && !hasMembers) {
    section->report(section->where(), "the mapping " + mapping.file +
                                          " has no groups with members; give it [group] and [group.members], "
                                          "or leave [endpoint.fallback_group] out");
  }
  return policy;
}

}  // namespace scim2ldap::connector
