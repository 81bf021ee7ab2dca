#include "FallbackPopulation.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace scim2ldap::test {
namespace {

template <typename Map>
std::string anyKey(const Map& map, std::mt19937& random) {
  if (map.empty()) return "nobody";
  return std::next(map.begin(), static_cast<std::ptrdiff_t>(random() % map.size()))->first;
}

std::string quoted(const std::string& text) {
  return scim::printJson(scim::Json(text));
}

}  // namespace

std::string FallbackPopulation::anyUser(Random& random) {
  const std::lock_guard lock(mutex_);
  return anyKey(users_, random);
}

std::string FallbackPopulation::anyGroup(Random& random, bool syncedOnly) {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::string> groups = groups_;
  std::erase_if(groups, [&](const auto& group) { return syncedOnly && !group.second.starts_with('s'); });
  return anyKey(groups, random);
}

std::optional<FallbackPopulation::User> FallbackPopulation::userOf(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto user = users_.find(id);
  return user == users_.end() ? std::nullopt : std::optional(user->second);
}

void FallbackPopulation::addUser(const std::string& id, const std::string& userName) {
  const std::lock_guard lock(mutex_);
  users_[id] = {id, userName};
}

void FallbackPopulation::addGroup(const std::string& id, const std::string& displayName) {
  const std::lock_guard lock(mutex_);
  groups_[id] = displayName;
}

void FallbackPopulation::removeGroup(const std::string& id) {
  const std::lock_guard lock(mutex_);
  groups_.erase(id);
}

void FallbackPopulation::beginMove(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto user = users_.find(id);
  if (user == users_.end()) return;
  ++user->second.moving;
  ++user->second.moves;
}

void FallbackPopulation::endMove(const std::string& id, const std::string& userName) {
  const std::lock_guard lock(mutex_);
  const auto user = users_.find(id);
  if (user == users_.end()) return;
  if (userName.empty()) {
    users_.erase(user);
    return;
  }
  // Of two at once nobody knows which came last.
  if (user->second.moving == 1) user->second.moving = 0;
  user->second.userName = userName;
}

void FallbackPopulation::restate(const scim::Json& users, const scim::Json& groups) {
  const std::lock_guard lock(mutex_);
  users_.clear();
  groups_.clear();
  for (const scim::Json& user : users.asArray()) {
    const std::string id(user.stringAt("id"));
    users_[id] = {id, std::string(user.stringAt("userName")), true};
  }
  for (const scim::Json& group : groups.asArray()) {
    if (group.stringAt("displayName") == "basic") continue;
    groups_[std::string(group.stringAt("id"))] = group.stringAt("displayName");
  }
}

void FallbackClient::prepare() {
  for (int i = 0; i < 10; ++i) makeUser();
  for (int i = 0; i < 6; ++i) makeGroup(i != 0, "[]");
}

void FallbackClient::step() {
  using Step = void (*)(FallbackClient&);
  struct Choice {
    unsigned weight;
    Step step;
  };
  static constexpr std::array<Choice, 12> kChoices{{
      {8, [](FallbackClient& c) { c.makeUser(); }},
      {7, [](FallbackClient& c) { c.makeGroup(true, c.someUsersOrNone()); }},
      {2, [](FallbackClient& c) { c.makeGroup(false, c.someUsersOrNone()); }},
      {4, [](FallbackClient& c) { c.renameUser(); }},
      {4, [](FallbackClient& c) { c.disableUser(); }},
      {3, [](FallbackClient& c) { c.removeUser(); }},
      {24, [](FallbackClient& c) { c.changeMembers("add"); }},
      {28, [](FallbackClient& c) { c.changeMembers("remove"); }},
      {6, [](FallbackClient& c) { c.changeMembers("replace"); }},
      {4, [](FallbackClient& c) { c.putGroup(); }},
      {5, [](FallbackClient& c) { c.toggleExternalId(); }},
      {5, [](FallbackClient& c) { c.random_() % 4 == 0 ? c.renameGroup() : c.removeGroup(); }},
  }};
  unsigned roll = random_() % 100;
  for (const Choice& choice : kChoices) {
    if (roll >= choice.weight) {
      roll -= choice.weight;
      continue;
    }
    try {
      choice.step(*this);
    } catch (const std::exception&) {  // the service was killed: what became of the request, others find out
    }
    return;
  }
}

ScimAnswer FallbackClient::send(const std::string& method, const std::string& path, const std::string& body) {
  ScimAnswer answer = client_.send(method, path, body);
  // Others were quicker (404, 409, and 400 for a member that is gone), or the directory is away (503).
  constexpr std::array kExpected{200, 201, 204, 400, 404, 409, 503};
  if (std::find(kExpected.begin(), kExpected.end(), answer.status) == kExpected.end()) {
    faults_.push_back(method + " " + path + " " + body + " answered " + std::to_string(answer.status) + " " +
                      scim::printJson(answer.body));
  }
  return answer;
}

ScimAnswer FallbackClient::patch(const std::string& path, const std::string& operation) {
  return send(
      "PATCH", path,
      R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" + operation + "]}");
}

std::string FallbackClient::someUsers(std::size_t most) {
  std::set<std::string> ids;
  for (std::size_t i = 0; i <= random_() % most; ++i) {
    ids.insert(population_.anyUser(random_));
  }
  std::string list;
  for (const std::string& id : ids) list += (list.empty() ? "" : ",") + (R"({"value":)" + quoted(id) + "}");
  return "[" + list + "]";
}

void FallbackClient::makeUser() {
  const std::string name = population_.nextName("u");
  population_.addUser(client_.makeUser(name, "User"), name);
}

std::string FallbackClient::makeGroup(bool synced, const std::string& members) {
  const std::string name = population_.nextName(synced ? "s" : "p");
  const ScimAnswer made = send("POST", "/Groups",
                               R"({"displayName":)" + quoted(name) +
                                   (synced ? R"(,"externalId":)" + quoted("x" + name) : std::string()) +
                                   R"(,"members":)" + members + "}");
  if (made.status != 201) return "nobody";
  population_.addGroup(made.id(), name);
  return made.id();
}

void FallbackClient::renameUser() {
  const std::string id = population_.anyUser(random_);
  const std::string name = population_.nextName("u");
  population_.beginMove(id);
  const ScimAnswer renamed =
      patch("/Users/" + id, R"({"op":"replace","path":"userName","value":)" + quoted(name) + "}");
  if (renamed.status == 200) population_.endMove(id, name);
}

void FallbackClient::disableUser() {
  const std::string active = random_() % 2 == 0 ? "true" : "false";
  static_cast<void>(patch("/Users/" + population_.anyUser(random_),
                          R"({"op":"replace","path":"active","value":)" + active + "}"));
}

void FallbackClient::removeUser() {
  const std::string id = population_.anyUser(random_);
  population_.beginMove(id);
  if (send("DELETE", "/Users/" + id).status == 204) population_.endMove(id, "");
}

void FallbackClient::changeMembers(const std::string& operation) {
  static_cast<void>(patch("/Groups/" + population_.anyGroup(random_),
                          R"({"op":)" + quoted(operation) + R"(,"path":"members","value":)" +
                              someUsers(random_() % 6 == 0 ? 12 : 3) + "}"));
}

void FallbackClient::putGroup() {
  const std::string name = population_.nextName("s");
  const std::string id = population_.anyGroup(random_, true);
  static_cast<void>(send("PUT", "/Groups/" + id,
                         R"({"displayName":)" + quoted(name) +
                             (random_() % 3 == 0 ? "" : R"(,"externalId":)" + quoted("x" + name)) +
                             R"(,"members":)" + someUsers(5) + "}"));
}

void FallbackClient::toggleExternalId() {
  static_cast<void>(patch("/Groups/" + population_.anyGroup(random_, true),
                          random_() % 2 == 0 ? R"({"op":"remove","path":"externalId"})"
                                             : R"({"op":"add","path":"externalId","value":)" +
                                                   quoted(population_.nextName("x")) + "}"));
}

void FallbackClient::renameGroup() {
  static_cast<void>(
      patch("/Groups/" + population_.anyGroup(random_, true),
            R"({"op":"replace","path":"displayName","value":)" + quoted(population_.nextName("s")) + "}"));
}

void FallbackClient::removeGroup() {
  const std::string id = population_.anyGroup(random_);
  if (send("DELETE", "/Groups/" + id).status == 204) population_.removeGroup(id);
}

std::set<std::string> groupsListing(ldap::Directory& directory, const std::string& base,
                                    const std::string& userName) {
  const ldap::Dn root = ldap::Dn::parse(base);
  const std::string member = root.child("ou", "people").child("uid", userName).toString();
  ldap::SearchRequest request;
  request.base = root.child("ou", "groups");
  request.filter = ldap::Filter{ldap::Equality{"member", member}};
  request.attributes = {"cn"};
  std::set<std::string> names;
  for (const ldap::Entry& group : directory.search(request)) names.insert(group.dn.rdn().pairs.front().value);
  return names;
}

}  // namespace scim2ldap::test
