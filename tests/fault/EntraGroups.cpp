// What a client does with groups.

#include <algorithm>

#include "tests/fault/EntraClient.h"

namespace scim2ldap::test {
namespace {

using scim::Json;

constexpr std::size_t kMostMembers = 4;  ///< of one request

Json valueOf(const std::string& id) {
  Json value = Json::object();
  value.set("value", id);
  return value;
}

}  // namespace

void EntraClient::makeGroup() {
  if (groups_.countOf(number_) >= size_.groups) return removeGroup();
  const GroupState group{text("Group "), text("g")};
  const std::string filter = equal("displayName", group.displayName);
  std::string id;
  const auto look = [&] {
    Json found;
    id = find("/Groups?excludedAttributes=members", filter, &found);
    if (id.empty()) return Sight::Before;
    return groupOf(found) == group ? Sight::After : Sight::Neither;
  };
  const Written written = sender_.write({"POST", "/Groups", bodyOf(group), 201, look});
  if (!written.isDone()) return;
  if (written.outcome == SteadySender::Outcome::Acknowledged) id = written.answer.id();
  book_.add({"POST", id});
  groups_.add(number_, id, group);
}

void EntraClient::renameGroup() {
  const std::string id = groups_.anyOf(number_, random_);
  if (id.empty()) return makeGroup();
  const std::string before = groups_.all().at(id).displayName;
  const std::string after = text("Group ");
  const auto look = [&] {
    const ScimAnswer answer = sender_.read("/Groups/" + id + "?excludedAttributes=members");
    if (answer.status == 404) findings_.note(Fault::Lost, "group " + id + " is gone: " + before);
    const std::string_view name = answer.body.stringAt("displayName");
    if (name == after) return Sight::After;
    return name == before ? Sight::Before : Sight::Neither;
  };
  const std::string body = patchOf({operation("Replace", "displayName", after)});
  if (!sender_.write({"PATCH", "/Groups/" + id, body, 204, look}).isDone()) return;
  book_.add({"PATCH", id});
  groups_.rename(id, after);
}

void EntraClient::removeGroup() {
  if (groups_.countOf(number_) <= size_.groups / 2) return makeGroup();
  const std::string id = groups_.anyOf(number_, random_);
  groups_.beginRemoval(id);
  const auto look = [&] {
    const bool isGone = sender_.read("/Groups/" + id + "?excludedAttributes=members").status == 404;
    return isGone ? Sight::After : Sight::Before;
  };
  if (sender_.write({"DELETE", "/Groups/" + id, "", 204, look}).isDone()) book_.add({"DELETE", id});
}

EntraClient::Sight EntraClient::sightOf(const std::string& group, const std::vector<std::string>& ids,
                                        bool adds) {
  const ScimAnswer answer = sender_.read("/Groups/" + group + "?excludedAttributes=members");
  std::size_t there = 0;
  for (const std::string& id : ids) {
    const std::string filter = equal("id", group) + " and " + equal("members", id);
    if (find("/Groups?attributes=id", filter) == group) ++there;
  }
  if (!groups_.isAlive(group)) return Sight::Gone;
  if (answer.status == 404) findings_.note(Fault::Lost, "group " + group + " is gone");
  if (there == (adds ? ids.size() : 0)) return Sight::After;
  return there == (adds ? 0 : ids.size()) ? Sight::Before : Sight::Neither;
}

void EntraClient::changeMembers(const std::string& group, const std::vector<std::string>& ids, bool adds) {
  Json::Array values;
  for (const std::string& id : ids) values.push_back(valueOf(id));
  Json change = operation(adds ? "Add" : "Remove", "members", values);
  if (!adds && ids.size() == 1 && roll(2) == 0) {
    change = operation("remove", "members[" + equal("value", ids.front()) + "]", Json());
    change.erase("value");
  }
  const auto look = [&] { return sightOf(group, ids, adds); };
  const Written written = sender_.write({"PATCH", "/Groups/" + group, patchOf({change}), 204, look});
  if (written.outcome == SteadySender::Outcome::Refused) return;
  book_.add({"PATCH", group, written.isDone()});
  std::set<std::string>& members = memberships_[group];
  for (const std::string& id : ids) {
    if (adds) {
      members.insert(id);
    } else {
      members.erase(id);
    }
  }
}

void EntraClient::addMembers() {
  const std::string group = groups_.any(random_);
  if (group.empty()) return makeGroup();
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < 1 + roll(kMostMembers); ++i) {
    const std::string id = anyUser();
    const bool isChosen = std::find(ids.begin(), ids.end(), id) != ids.end();
    if (!isChosen && !memberships_[group].contains(id)) ids.push_back(id);
  }
  if (ids.empty()) return removeMembers();
  changeMembers(group, ids, true);
}

void EntraClient::removeMembers() {
  const std::string group = groups_.any(random_);
  if (group.empty() || memberships_[group].empty()) return lookAtGroup();
  std::vector<std::string> ids(memberships_[group].begin(), memberships_[group].end());
  std::shuffle(ids.begin(), ids.end(), random_);
  ids.resize(std::min<std::size_t>(ids.size(), 1 + roll(kMostMembers)));
  changeMembers(group, ids, false);
}

void EntraClient::lookAtGroup() {
  const std::string group = groups_.any(random_);
  if (group.empty()) return makeGroup();
  const ScimAnswer answer = sender_.read("/Groups/" + group);
  if (!groups_.isAlive(group)) return;
  const std::set<std::string> shown = groupOf(answer.body).members;
  for (const auto& [id, user] : users_) {
    if (shown.contains(id) == memberships_[group].contains(id)) continue;
    findings_.note(Fault::Lost,
                   "user " + id + " is " + (shown.contains(id) ? "" : "not ") + "in group " + group);
  }
}

}  // namespace scim2ldap::test
