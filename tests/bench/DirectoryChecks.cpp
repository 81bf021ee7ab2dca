#include "tests/bench/DirectoryChecks.h"

#include <algorithm>
#include <stdexcept>

#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

const std::string kLocked = "pwdAccountLockedTime";

std::string listed(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
  return "[" + text + "]";
}

void verifyEntry(RawDirectory& raw, const std::string& word, const MadeUser& user) {
  Attributes expected = userEntry(word, user.number);
  expected.emplace_back(kLocked, user.active ? std::vector<std::string>{} : std::vector{kLockedForever});
  std::vector<std::string> names;
  for (auto& [name, values] : expected) {
    names.push_back(name);
    if (name == "title") values = {user.title};
  }
  const RawEntry entry = raw.read(userDn(word, user.number), names);
  for (const auto& [name, values] : expected) {
    const std::vector<std::string> found = entry.values(name);
    if (found != values)
      throw std::runtime_error(entry.dn + " has " + name + " " + listed(found) + ", not " + listed(values));
  }
}

}  // namespace

void verifyEntries(const Stage& stage, const std::string& word, std::span<const MadeUser> users) {
  constexpr std::size_t kSample = 100;
  const auto raw = stage.raw();
  const std::size_t count = std::min(kSample, users.size());
  for (std::size_t i = 0; i < count; ++i) verifyEntry(*raw, word, users[i * users.size() / count]);
}

void verifyGone(const Stage& stage, const std::string& word, std::span<const MadeUser> users) {
  const auto raw = stage.raw();
  for (const MadeUser& user : users) {
    const std::string filter =
        "(|(uid=" + userName(word, user.number) + ")(member=" + userDn(word, user.number) + "))";
    const std::vector<RawEntry> found = raw->search(kBase, filter, {"1.1"});
    if (!found.empty())
      throw std::runtime_error("a user was deleted, but " + filter + " finds " + found.front().dn);
  }
}

void verifyMembers(const Stage& stage, const std::string& group, std::vector<std::string> members) {
  std::vector<std::string> found = stage.raw()->read(groupDn(group), {"member"}).values("member");
  std::sort(found.begin(), found.end());
  std::sort(members.begin(), members.end());
  if (found == members) return;
  const auto differing = std::mismatch(found.begin(), found.end(), members.begin(), members.end()).first;
  throw std::runtime_error("group " + group + " has " + std::to_string(found.size()) + " members, not the " +
                           std::to_string(members.size()) + " that joined" +
                           (differing == found.end() ? "" : "; they differ from " + *differing + " on"));
}

void verifyMemberships(const Stage& stage, const std::string& prefix, std::size_t memberships) {
  std::size_t found = 0;
  for (const RawEntry& group : stage.raw()->search(kGroups, "(cn=" + prefix + "*)", {"member"}))
    found += group.values("member").size();
  if (found != memberships)
    throw std::runtime_error("the groups " + prefix + "* have " + std::to_string(found) + " members, not " +
                             std::to_string(memberships));
}

}  // namespace scim2ldap::bench
