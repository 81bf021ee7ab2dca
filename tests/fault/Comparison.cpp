#include "tests/fault/Comparison.h"

#include "ldap/Directory.h"
#include "scim/Json.h"

namespace scim2ldap::test {
namespace {

using scim::Json;

constexpr int kPage = 100;

/// What is there once more than expected has been made twice, or come back after its removal.
template <typename States>
void compareStates(const std::string& where, const States& expected, const States& seen, Findings& findings) {
  for (const auto& [id, state] : expected) {
    const auto there = seen.find(id);
    if (there == seen.end()) {
      findings.note(Fault::Lost, where + " has no " + id + ": " + toString(state));
    } else if (!(there->second == state)) {
      findings.note(Fault::Lost, where + " has " + id + difference(there->second, state));
    }
  }
  for (const auto& [id, state] : seen)
    if (!expected.contains(id))
      findings.note(Fault::Doubled, where + " has " + id + ", which is not to be: " + toString(state));
}

/// All of a list, page by page.
Json::Array listed(const ScimClient& client, const std::string& path, Findings& findings) {
  Json::Array all;
  while (true) {
    const ScimAnswer answer = client.send(
        "GET", path + "?count=" + std::to_string(kPage) + "&startIndex=" + std::to_string(all.size() + 1));
    const Json* page = answer.body.find("Resources");
    if (answer.status != 200 || page == nullptr) {
      findings.note(Fault::Answer, "GET " + path + " answered " + std::to_string(answer.status));
      return all;
    }
    all.insert(all.end(), page->asArray().begin(), page->asArray().end());
    if (page->asArray().size() < kPage) return all;
  }
}

std::vector<ldap::Entry> entriesBelow(ldap::Directory& directory, const ldap::Dn& container) {
  ldap::SearchRequest request;
  request.base = container;
  request.scope = ldap::Scope::OneLevel;
  request.attributes = {"*", "+"};
  return directory.search(request);
}

std::string idOf(const ldap::Entry& entry) {
  return entry.first("entryUUID").value_or("");
}

UserState userOf(const ldap::Entry& entry) {
  UserState user;
  user.userName = entry.first("uid").value_or("");
  user.displayName = entry.first("displayName").value_or("");
  user.givenName = entry.first("givenName").value_or("");
  user.familyName = entry.first("sn").value_or("");
  user.title = entry.first("title").value_or("");
  user.mail = entry.first("mail").value_or("");
  user.department = entry.first("departmentNumber").value_or("");
  user.active = !entry.has("pwdAccountLockedTime");
  return user;
}

}  // namespace

void compareWithService(const ScimClient& client, const ExpectedEnd& expected, Findings& findings) {
  Users users;
  for (const Json& resource : listed(client, "/Users", findings)) {
    const std::string id(resource.stringAt("id"));
    if (!users.emplace(id, userOf(resource)).second)
      findings.note(Fault::Doubled, "the list has " + id + " twice");
  }
  compareStates("the service", expected.users, users, findings);
  Groups groups;
  for (const Json& resource : listed(client, "/Groups", findings)) {
    const std::string id(resource.stringAt("id"));
    if (!groups.emplace(id, groupOf(resource)).second)
      findings.note(Fault::Doubled, "the list has " + id + " twice");
  }
  compareStates("the service", expected.groups, groups, findings);
}

void compareWithDirectory(const TemporarySlapd& slapd, const ExpectedEnd& expected, const ExpectedEnd& kept,
                          Findings& findings) {
  ldap::Directory directory(slapd.settings());
  const ldap::Dn base = ldap::Dn::parse(slapd.base());
  const std::vector<ldap::Entry> people = entriesBelow(directory, base.child("ou", "people"));
  std::map<std::string, std::string> idOfDn;
  for (const ldap::Entry& entry : people) idOfDn[entry.dn.normalized()] = idOf(entry);
  // A name that nobody has shows as a difference.
  const auto idOfName = [&](const std::string& name) {
    const auto found = idOfDn.find(ldap::Dn::parse(name).normalized());
    return found == idOfDn.end() ? "nobody at " + name : found->second;
  };

  Users users;
  for (const ldap::Entry& entry : people) {
    UserState user = userOf(entry);
    if (const auto manager = entry.first("manager")) user.manager = idOfName(*manager);
    if (const auto row = kept.users.find(idOf(entry)); row != kept.users.end()) {
      user.externalId = row->second.externalId;
      user.country = row->second.country;
    }
    users[idOf(entry)] = user;
  }
  compareStates("the directory", expected.users, users, findings);

  Groups groups;
  for (const ldap::Entry& entry : entriesBelow(directory, base.child("ou", "groups"))) {
    GroupState group{entry.first("cn").value_or(""), ""};
    for (const std::string& member : entry.values("member"))
      if (!member.starts_with("cn=empty-group")) group.members.insert(idOfName(member));
    if (const auto row = kept.groups.find(idOf(entry)); row != kept.groups.end())
      group.externalId = row->second.externalId;
    groups[idOf(entry)] = group;
  }
  compareStates("the directory", expected.groups, groups, findings);
}

}  // namespace scim2ldap::test
