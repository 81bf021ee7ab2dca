#include "connector/config/RoleTable.h"

#include <algorithm>
#include <set>

#include "mappings/RoleRule.h"
#include "mappings/Suggestion.h"

namespace scim2ldap::connector {
namespace {

using mappings::LocatedText;
using mappings::roleKey;

/// Every role that the file lists, with the places where others must be among them.
class RolesReader {
 public:
  explicit RolesReader(Section& section) : section_(section) {}

  RolePolicy read() {
    readAllowed();
    readTable();
    readDefault();
    readChoice<UnknownRole>(section_, "unknown", policy_.unknown,
                            {{"default", UnknownRole::Default},
                             {"reject", UnknownRole::Reject},
                             {"ignore", UnknownRole::Ignore}});
    readConflicts();
    section_.reportUnknownKeys();
    return std::move(policy_);
  }

 private:
  void readAllowed() {
    std::set<std::string> seen;
    for (LocatedText& role : section_.texts("allowed")) {
      if (!seen.insert(roleKey(role.text)).second || roleKey(role.text).empty()) {
        section_.report(role.where, "allowed: \"" + role.text + "\" is empty or listed already; take it out");
      } else {
        policy_.allowed.push_back(std::move(role.text));
      }
    }
  }

  void readTable() {
    std::optional<Section> table = section_.section("table", "table = { \"value\" = \"role\" }");
    if (!table) return;
    for (auto& [value, role] : table->allTexts()) {
      const bool isNew = policy_.table.emplace(roleKey(value.text), role.text).second;
      if (!isNew) {
        table->report(value.where, "table: \"" + value.text +
                                       "\" stands there already (white space at the ends and case do not "
                                       "count); take one out");
      }
      if (!role.text.empty()) requireAllowed(role);
    }
  }

  void readDefault() {
    const std::optional<LocatedText> role = section_.text("default");
    if (!role) return;
    if (!role->text.empty()) requireAllowed(*role);
    policy_.defaultRole = role->text;
  }

  void readConflicts() {
    for (Section& section : section_.sections("conflicts", "conflicts")) {
      RoleConflict conflict;
      for (LocatedText& role : section.texts("all")) {
        requirePossible(role);
        conflict.all.push_back(std::move(role.text));
      }
      if (conflict.all.size() < 2) {
        section.report(
            section.whereIs("all"),
            "a conflict is one of at least two roles; write all = [\"administrator\", \"editor\"]");
      }
      if (const auto keep = section.requiredText("keep", "\"editor\"")) {
        conflict.keep = keep->text;
        const auto isKept = [&](const std::string& role) { return roleKey(role) == roleKey(keep->text); };
        if (std::none_of(conflict.all.begin(), conflict.all.end(), isKept)) {
          section.report(keep->where, "keep: \"" + keep->text + "\" is none of the roles in all" +
                                          mappings::didYouMean(keep->text, conflict.all));
        }
      }
      section.reportUnknownKeys();
      policy_.conflicts.push_back(std::move(conflict));
    }
  }

  /// Where there is a list of the allowed roles, others cannot be given.
  void requireAllowed(const LocatedText& role) {
    if (!policy_.allowed.empty()) requireOneOf(policy_.allowed, role, "allowed");
  }

  void requirePossible(const LocatedText& role) {
    if (!policy_.allowed.empty()) return requireAllowed(role);
    if (policy_.table.empty()) return;
    std::vector<std::string> roles;
    for (const auto& [value, given] : policy_.table) roles.push_back(given);
    requireOneOf(roles, role, "table");
  }

  void requireOneOf(const std::vector<std::string>& roles, const LocatedText& role, const std::string& list) {
    const auto isIt = [&](const std::string& other) { return roleKey(other) == roleKey(role.text); };
    if (std::any_of(roles.begin(), roles.end(), isIt)) return;
    const std::string meant = mappings::didYouMean(role.text, roles);
    section_.report(role.where, "the role \"" + role.text + "\" is none of those in " + list +
                                    (meant.empty() ? "; add it there, or take it out" : meant));
  }

  Section& section_;
  RolePolicy policy_;
};

}  // namespace

std::optional<RolePolicy> readRoles(Section& endpoint) {
  std::optional<Section> section = endpoint.section("roles", "[endpoint.roles]");
  if (!section) return std::nullopt;
  return RolesReader(*section).read();
}

}  // namespace scim2ldap::connector
