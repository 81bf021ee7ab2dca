#include "tests/bench/LdifCycle.h"

#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

const std::string kPlaceholder = "cn=empty-group";  // of mappings/inetorgperson.toml

std::string changeOf(const std::string& dn) {
  return "dn: " + dn + "\nchangetype: modify\n";
}

std::string added(const std::string& attribute, const std::string& values) {
  return "add: " + attribute + "\n" + values + "-\n";
}

std::string memberLines(std::size_t first, std::size_t members) {
  std::string lines;
  for (std::size_t user = first; user < first + members; ++user)
    lines += "member: " + userDn("known", user) + "\n";
  return lines;
}

}  // namespace

std::string ldifOfUsers(const CyclePlan& plan) {
  std::string text;
  for (std::size_t user = 0; user < plan.users; ++user)
    text += ldifOf(userDn("known", user), userEntry("known", user));
  return text;
}

std::string ldifOfManagers(const CyclePlan& plan) {
  std::string text;
  for (std::size_t user = 1; user < plan.users; ++user) {
    const std::string manager = userDn("known", *CyclePlan::managerOf(user));
    text += changeOf(userDn("known", user)) + added("manager", "manager: " + manager + "\n") + "\n";
  }
  return text;
}

std::string ldifOfGroups(const CyclePlan& plan) {
  std::string text;
  for (const CyclePlan::Group& group : plan.groups) {
    text += ldifOf(groupDn(group.name),
                   {{"objectClass", {"groupOfNames"}}, {"cn", {group.name}}, {"member", {kPlaceholder}}});
  }
  return text;
}

std::string ldifOfMembers(const CyclePlan& plan) {
  std::string text;
  for (const CyclePlan::Portion& portion : plan.portions) {
    const CyclePlan::Group& group = plan.groups[portion.group];
    text += changeOf(groupDn(group.name)) + added("member", memberLines(portion.first, portion.members));
    if (portion.first == group.first) text += "delete: member\nmember: " + kPlaceholder + "\n-\n";
    text += "\n";
  }
  return text;
}

std::string ldifOfOutcome(const CyclePlan& plan) {
  std::string text;
  for (std::size_t user = 0; user < plan.users; ++user) {
    Attributes entry = userEntry("known", user);
    if (const auto manager = CyclePlan::managerOf(user))
      entry.push_back({"manager", {userDn("known", *manager)}});
    text += ldifOf(userDn("known", user), entry);
  }
  for (const CyclePlan::Group& group : plan.groups)
    text += ldifOf(groupDn(group.name), groupEntry(group.name, group.first, group.members));
  return text;
}

}  // namespace scim2ldap::bench
