#include "connector/config/FallbackTable.h"

#include "connector/config/Duration.h"

namespace scim2ldap::connector {
namespace {

constexpr std::chrono::milliseconds kMostGrace = std::chrono::hours(24 * 365);

}  // namespace

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
  readParsed<std::chrono::milliseconds>(*section, "grace", policy.grace, [](const std::string& text) {
    const std::chrono::milliseconds grace = parseDuration(text);
    if (grace > kMostGrace) throw std::invalid_argument("is too long; write 365d at most");
    return grace;
  });
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
