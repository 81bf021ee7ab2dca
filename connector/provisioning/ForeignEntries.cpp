#include "connector/provisioning/ForeignEntries.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "connector/provisioning/Counter.h"
#include "connector/provisioning/DirectoryView.h"
#include "connector/provisioning/MemberModification.h"
#include "ldap/Error.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

using ldap::ResultCode;

constexpr int kPage = 1000;

/// In which groups of the common schemas list their members, and the key of [memberships] for it.
struct MemberAttribute {
  const char* name;
  const char* key;
};
constexpr std::array kMemberAttributes{MemberAttribute{"member", "attributes"},
                                       MemberAttribute{"uniqueMember", "attributes"},
                                       MemberAttribute{"memberUid", "uids"}};

class Look {
 public:
  Look(const mappings::Mapping& mapping, ldap::Directory& directory, Rehearse rehearse, CheckReport& report)
      : mapping_(mapping), directory_(directory), rehearse_(rehearse), report_(report) {}

  /// Groups whose members attribute is looked after: whether it can be written.
  void atGroups(const mappings::MembersRule& rule) {
    const std::vector<ldap::Dn> groups = foreignGroups(rule.attribute);
    std::vector<ldap::Dn> locked;
    for (const ldap::Dn& group : groups) {
      if (rehearse_ == Rehearse::Yes && !mayChangeMembers(directory_, group, rule)) locked.push_back(group);
    }
    if (!locked.empty()) {
      report_.warning(counted(locked.size(), "group") + " outside of the mapped ones, such as " +
                      locked.front().toString() + ", would go on listing in " + rule.attribute +
                      " who is deleted: give the service account the right to write that attribute, as "
                      "etc/ldap/README.md shows");
    } else if (!groups.empty() && rehearse_ == Rehearse::No) {
      report_.note(counted(groups.size(), "group") + " outside of the mapped ones, such as " +
                   groups.front().toString() + ": whether users who are deleted leave them was not tried");
    } else if (!groups.empty()) {
      report_.ok(counted(groups.size(), "group") + " outside of the mapped ones will be left (" +
                 rule.attribute + ") by users who are deleted");
    }
  }

  /// Groups with another members attribute: nobody looks after them.
  void atOtherGroups() {
    for (const auto& [attribute, key] : kMemberAttributes) {
      const auto& rules = mapping_.memberships.rules;
      const bool isKnown =
          std::any_of(rules.begin(), rules.end(), [&, name = attribute](const mappings::MembersRule& rule) {
            return scim::sameName(rule.attribute, name);
          });
      const std::vector<ldap::Dn> groups = isKnown ? std::vector<ldap::Dn>{} : foreignGroups(attribute);
      if (groups.empty()) continue;
      report_.warning(counted(groups.size(), "group") + ", such as " + groups.front().toString() +
                      ", would go on listing in " + attribute + " who is deleted: write [memberships] with " +
                      key + " = [\"" + attribute + "\"] into " + mapping_.file);
    }
  }

  /// Numbers that a counter has still to give and an entry has already.
  void atNumbers(const mappings::ResourceMapping& mapping) {
    for (const mappings::AttributeRule& rule : mapping.rules) {
      if (!rule.allocate) continue;
      const std::optional<std::int64_t> next = readCounter(directory_, *rule.allocate).next;
      if (!next) continue;  // told already
      const ldap::Filter later{ldap::GreaterOrEqual{rule.ldap, std::to_string(*next)}};
      std::vector<ldap::Dn> taken = below(later);
      std::erase_if(taken, [&](const ldap::Dn& dn) { return dn == rule.allocate->counter; });
      if (taken.empty()) continue;
      report_.warning(counted(taken.size(), "entry") + ", such as " + taken.front().toString() + ", of a " +
                      rule.ldap + " that the counter " + rule.allocate->counter.toString() +
                      " is still to give (" + std::to_string(*next) +
                      " is next); such numbers are skipped one by one: set the counter above them");
    }
  }

 private:
  static std::string counted(std::size_t count, const std::string& noun) {
    const std::string plural = noun == "entry" ? "entries" : noun + "s";
    return std::to_string(count) + " " + (count == 1 ? noun : plural);
  }

  std::vector<ldap::Dn> below(const ldap::Filter& filter) {
    std::vector<ldap::Dn> found;
    try {
      directory_.searchPaged({mapping_.memberships.base, ldap::Scope::Subtree, filter, {}}, kPage,
                             [&](ldap::Entry&& entry) { found.push_back(std::move(entry.dn)); });
    } catch (const ldap::Error& error) {
      if (isUnavailable(error.code()) && error.code() != ResultCode::Timeout) throw;
      report_.note("what others have put below " + mapping_.memberships.base.toString() +
                   " could not be looked at: " + error.what());
    }
    return found;
  }

  std::vector<ldap::Dn> foreignGroups(const std::string& attribute) {
    std::vector<ldap::Dn> groups = below({ldap::Present{attribute}});
    if (mapping_.group) {
      std::erase_if(groups, [&](const ldap::Dn& group) { return isBelow(group, mapping_.group->bases); });
    }
    return groups;
  }

  const mappings::Mapping& mapping_;
  ldap::Directory& directory_;
  Rehearse rehearse_;
  CheckReport& report_;
};

}  // namespace

void checkForeignEntries(const mappings::Mapping& mapping, ldap::Directory& directory, Rehearse rehearse,
                         CheckReport& report) {
  Look look(mapping, directory, rehearse, report);
  for (const mappings::MembersRule& rule : mapping.memberships.rules) look.atGroups(rule);
  look.atOtherGroups();
  look.atNumbers(mapping.user);
  if (mapping.group) look.atNumbers(*mapping.group);
}

}  // namespace scim2ldap::connector
