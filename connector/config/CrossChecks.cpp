#include "connector/config/CrossChecks.h"

#include <algorithm>

#include "mappings/Suggestion.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

template <typename Table>
void requireDifferentNames(const std::vector<Table>& tables, const std::string& kind, Problems& problems) {
  std::vector<std::string> seen;
  for (const Table& table : tables) {
    const std::string& name = table.configuration.name;
    if (name.empty()) continue;  // reported already
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      problems.push_back({table.nameWhere, "a second " + kind + " is named \"" + name + "\"; rename one"});
    }
    seen.push_back(name);
  }
}

void requireDirectories(const std::vector<DirectoryTable>& directories,
                        const std::vector<EndpointTable>& endpoints, Problems& problems) {
  std::vector<std::string> names;
  for (const DirectoryTable& table : directories) names.push_back(table.configuration.name);
  for (const EndpointTable& table : endpoints) {
    const std::string& name = table.configuration.directory;
    if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) continue;
    problems.push_back({table.directoryWhere,
                        "no [[directory]] is named \"" + name + "\"" + mappings::didYouMean(name, names)});
  }
}

/// Users' passwords in plain text: RFC 7643 §4.1.1 forbids it, so `allow_plaintext` does not allow it.
void requireProtectedPasswords(const std::vector<DirectoryTable>& directories,
                               const std::vector<EndpointTable>& endpoints, Problems& problems) {
  for (const EndpointTable& endpoint : endpoints) {
    const std::optional<mappings::PasswordRule>& rule = endpoint.configuration.mapping.user.password;
    if (!rule) continue;
    for (const DirectoryTable& directory : directories) {
      const std::string& name = directory.configuration.name;
      if (name != endpoint.configuration.directory || !directory.isPlaintext) continue;
      problems.push_back(
          {rule->where, "passwords of users would cross the network to the directory \"" + name +
                            "\" in plain text; give it ldaps:// or start_tls = true, or write method = "
                            "\"none\""});
    }
  }
}

/// A DN that is written with the directory's base would get it twice.
void requireRelativeFallbackGroups(const std::vector<DirectoryTable>& directories,
                                   const std::vector<EndpointTable>& endpoints, Problems& problems) {
  for (const EndpointTable& endpoint : endpoints) {
    const std::optional<FallbackPolicy>& policy = endpoint.configuration.fallback;
    if (!policy) continue;
    for (const DirectoryTable& directory : directories) {
      const ldap::Dn& base = directory.configuration.base;
      if (directory.configuration.name != endpoint.configuration.directory || base.empty() ||
          !policy->group.isWithin(base)) {
        continue;
      }
      const std::vector<ldap::Rdn>& rdns = policy->group.rdns();
      const auto end = rdns.end() - static_cast<std::ptrdiff_t>(base.rdns().size());
      problems.push_back({endpoint.fallbackWhere, "group is relative to the directory's base; write \"" +
                                                      ldap::Dn({rdns.begin(), end}).toString() + "\""});
    }
  }
}

/// A role is made of the values that a user was given, all of them: something has to keep them.
void requireKeptRoles(const std::vector<EndpointTable>& endpoints, Problems& problems) {
  for (const EndpointTable& table : endpoints) {
    const mappings::Mapping& mapping = table.configuration.mapping;
    if (!table.configuration.roles || mapping.file.empty()) continue;  // reported already
    const auto& rules = mapping.user.rules;
    const bool isKept = std::any_of(rules.begin(), rules.end(), [](const mappings::AttributeRule& rule) {
      return rule.scim && rule.scim->schema.empty() && rule.scim->attribute == "roles" &&
             !rule.scim->selector;
    });
    if (isKept) continue;
    problems.push_back({table.rolesWhere, "[endpoint.roles] needs the roles that users are given, and " +
                                              mapping.file +
                                              " has no rule that keeps them; add [[user.attribute]] with "
                                              "scim = \"roles\" there"});
  }
}

/// Both would say who is in it.
void requireOtherRoleGroups(const std::vector<EndpointTable>& endpoints, Problems& problems) {
  for (const EndpointTable& table : endpoints) {
    const EndpointConfiguration& endpoint = table.configuration;
    const std::optional<mappings::RoleRule>& rule = endpoint.mapping.user.role;
    if (!endpoint.roles || !endpoint.fallback || !rule) continue;
    for (const mappings::RoleGroup& role : rule->groups) {
      if (!(role.group == endpoint.fallback->group)) continue;
      problems.push_back({table.fallbackWhere, "group is the group of the role \"" + role.role + "\" too (" +
                                                   endpoint.mapping.file + "); name another one"});
    }
  }
}

/// Without groups that its client can write nobody would ever leave the fallback group.
void requireGroupsForFallback(const std::vector<EndpointTable>& endpoints, Problems& problems) {
  for (const EndpointTable& table : endpoints) {
    const EndpointConfiguration& endpoint = table.configuration;
    if (!endpoint.fallback || endpoint.policies.groups == GroupSync::On) continue;
    problems.push_back({table.fallbackWhere,
                        "[endpoint.fallback_group] is for users whom no group of the client reaches, and "
                        "this endpoint takes no groups; write groups = \"on\", or leave the table out"});
  }
}

/// As requests are matched: segment by segment, without regard to case.
bool isWithin(std::string_view path, std::string_view other) {
  if (!scim::sameName(path.substr(0, other.size()), other)) return false;
  return path.size() == other.size() || path[other.size()] == '/';
}

void requireDistinctBasePaths(const std::vector<EndpointTable>& endpoints, Problems& problems) {
  std::vector<std::string> seen;
  for (const EndpointTable& table : endpoints) {
    for (const std::string& path : table.configuration.basePaths) {
      const auto other = std::find_if(seen.begin(), seen.end(), [&](const std::string& known) {
        return isWithin(path, known) || isWithin(known, path);
      });
      if (other != seen.end()) {
        problems.push_back(
            {table.basePathsWhere,
             "base path \"" + path + "\" " +
                 (scim::sameName(path, *other) ? "is taken already" : "collides with \"" + *other + "\"") +
                 "; write base paths of which none lies below another"});
      }
      seen.push_back(path);
    }
  }
}

/// An audience that both trust where the same JWT can be good for both; "" when none can.
std::string commonAudience(const TrustedIssuer& left, const TrustedIssuer& right) {
  const bool differ = left.use != right.use || left.issuer != right.issuer || left.tenant != right.tenant ||
                      left.subject != right.subject ||
                      (left.app != right.app && !left.app.empty() && !right.app.empty());
  if (differ) return "";
  for (const std::string& audience : left.audiences) {
    if (std::find(right.audiences.begin(), right.audiences.end(), audience) != right.audiences.end())
      return audience;
  }
  return "";
}

/// Whoever may use one endpoint could use the other with the same JWT, and with the scopes that it has there.
void requireDistinctTrust(const EndpointTable& table, const EndpointTable& other, Problems& problems) {
  if (!table.configuration.oauth || !other.configuration.oauth) return;
  for (const TrustedIssuer& trusted : table.configuration.oauth->trusted) {
    for (const TrustedIssuer& known : other.configuration.oauth->trusted) {
      const std::string audience = commonAudience(trusted, known);
      if (audience.empty()) continue;
      problems.push_back(
          {table.oauthWhere, "a JWT of the subject \"" + trusted.subject + "\" for the audience \"" +
                                 audience + "\" is taken by the endpoint \"" + other.configuration.name +
                                 "\" too; give each endpoint an audience, app or subject of its own"});
      return;
    }
  }
}

void requireDistinctTrust(const std::vector<EndpointTable>& endpoints, Problems& problems) {
  for (auto table = endpoints.begin(); table != endpoints.end(); ++table) {
    for (auto other = endpoints.begin(); other != table; ++other) {
      requireDistinctTrust(*table, *other, problems);
    }
  }
}

}  // namespace

void checkTogether(const std::vector<DirectoryTable>& directories,
                   const std::vector<EndpointTable>& endpoints, Problems& problems) {
  requireDifferentNames(directories, "[[directory]]", problems);
  requireDifferentNames(endpoints, "[[endpoint]]", problems);
  requireDirectories(directories, endpoints, problems);
  requireDistinctBasePaths(endpoints, problems);
  requireProtectedPasswords(directories, endpoints, problems);
  requireRelativeFallbackGroups(directories, endpoints, problems);
  requireKeptRoles(endpoints, problems);
  requireOtherRoleGroups(endpoints, problems);
  requireGroupsForFallback(endpoints, problems);
  requireDistinctTrust(endpoints, problems);
}

}  // namespace scim2ldap::connector
