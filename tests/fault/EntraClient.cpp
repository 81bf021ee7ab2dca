// What a client does, and what it does with users. Groups: EntraGroups.cpp

#include "tests/fault/EntraClient.h"

#include <array>
#include <iterator>
#include <utility>

namespace scim2ldap::test {
using scim::Json;

EntraClient::EntraClient(int number, SteadySender sender, SharedGroups& groups, Findings& findings,
                         WriteBook& book, PopulationSize size, unsigned seed)
    : number_(number),
      sender_(std::move(sender)),
      groups_(groups),
      findings_(findings),
      book_(book),
      size_(size),
      random_(seed) {}

void EntraClient::step() {
  struct Choice {
    unsigned weight;
    void (EntraClient::*step)();
  };
  static constexpr std::array<Choice, 15> kChoices{{{9, &EntraClient::makeUser},
                                                    {18, &EntraClient::changeUser},
                                                    {5, &EntraClient::renameUser},
                                                    {5, &EntraClient::changeManager},
                                                    {6, &EntraClient::switchUser},
                                                    {2, &EntraClient::softDelete},
                                                    {6, &EntraClient::removeUser},
                                                    {10, &EntraClient::lookAtUser},
                                                    {3, &EntraClient::probe},
                                                    {2, &EntraClient::makeGroup},
                                                    {3, &EntraClient::renameGroup},
                                                    {2, &EntraClient::removeGroup},
                                                    {15, &EntraClient::addMembers},
                                                    {10, &EntraClient::removeMembers},
                                                    {4, &EntraClient::lookAtGroup}}};
  unsigned rest = roll(100);
  for (const Choice& choice : kChoices) {
    if (rest < choice.weight) {
      (this->*choice.step)();
      return;
    }
    rest -= choice.weight;
  }
}

std::string EntraClient::anyUser() {
  if (users_.empty()) makeUser();
  if (users_.empty()) throw std::runtime_error("a client can make no user");
  return std::next(users_.begin(), static_cast<std::ptrdiff_t>(random_() % users_.size()))->first;
}

std::string EntraClient::text(const std::string& prefix) {
  static const std::array<std::string, 6> kTails{"", " (North)", ", Jr.", " & O'Brien", " + #1", " Žofie"};
  return prefix + std::to_string(number_) + "-" + std::to_string(++names_) + kTails.at(roll(kTails.size()));
}

std::string EntraClient::find(const std::string& path, const std::string& filter, Json* found) {
  const ScimAnswer answer = sender_.read(queryOf(path, filter));
  const Json* resources = answer.body.find("Resources");
  if (answer.status != 200 || resources == nullptr || !resources->isArray()) {
    findings_.note(Fault::Answer, "the query " + filter + " answered " + std::to_string(answer.status) + " " +
                                      printJson(answer.body));
    return "";
  }
  if (resources->asArray().empty()) return "";
  if (resources->asArray().size() > 1) findings_.note(Fault::Doubled, filter + ": " + printJson(answer.body));
  const Json& first = resources->asArray().front();
  if (found != nullptr) *found = first;
  return std::string(first.stringAt("id"));
}

std::optional<UserState> EntraClient::shownUser(const std::string& id) {
  const ScimAnswer answer = sender_.read("/Users/" + id);
  if (answer.status == 200) return userOf(answer.body);
  if (answer.status != 404)
    findings_.note(Fault::Answer, "GET of a user answered " + std::to_string(answer.status));
  return std::nullopt;
}

void EntraClient::compare(const std::string& id, const UserState& expected, const UserState& shown) {
  if (shown == expected) return;
  findings_.note(Fault::Lost, "user " + id + " " + expected.userName + difference(shown, expected));
}

void EntraClient::makeUser() {
  if (users_.size() >= size_.users) return removeUser();
  UserState user;
  user.userName = text("u") + "@example.com";
  user.externalId = text("x");
  user.displayName = text("Display ");
  user.givenName = text("Given ");
  user.familyName = text("Family ");
  user.title = text("Title ");
  user.mail = "m" + std::to_string(number_) + "-" + std::to_string(++names_) + "@example.com";
  user.department = text("Department ");
  user.country = text("Country ");
  if (!users_.empty() && roll(3) == 0) user.manager = anyUser();

  const std::string filter = equal("externalId", user.externalId);
  if (const std::string twin = find("/Users", filter); !twin.empty())
    findings_.note(Fault::Doubled, "there is a user for " + filter + " before it was made: " + twin);
  std::string id;
  const auto look = [&] {
    Json found;
    id = find("/Users", filter, &found);
    if (id.empty()) return Sight::Before;
    return userOf(found) == user ? Sight::After : Sight::Neither;
  };
  const Written written = sender_.write({"POST", "/Users", bodyOf(user), 201, look});
  if (!written.isDone()) return;
  if (written.outcome == SteadySender::Outcome::Acknowledged) {
    id = written.answer.id();
    compare(id, user, userOf(written.answer.body));
  } else if (roll(2) == 0) {  // who sends it again all the same is told so
    const Written again = sender_.write({"POST", "/Users", bodyOf(user), 409, look});
    if (!again.isDone()) findings_.note(Fault::Doubled, "a second POST of " + filter + " was not refused");
  }
  users_[id] = user;
  book_.add({"POST", id});
}

void EntraClient::patchUser(const std::string& id, const UserState& after, const std::string& body) {
  const UserState before = users_.at(id);
  const auto look = [&] {
    const std::optional<UserState> shown = shownUser(id);
    if (!shown) {
      findings_.note(Fault::Lost, "user " + id + " is gone: " + toString(before));
      return Sight::Neither;
    }
    if (*shown == after) return Sight::After;
    return *shown == before ? Sight::Before : Sight::Neither;
  };
  const Written written = sender_.write({"PATCH", "/Users/" + id, body, 200, look});
  if (!written.isDone()) return;
  if (written.outcome == SteadySender::Outcome::Acknowledged) compare(id, after, userOf(written.answer.body));
  users_[id] = after;
  book_.add({"PATCH", id});
}

void EntraClient::changeUser() {
  static constexpr std::array kFields{&UserState::displayName, &UserState::givenName,  &UserState::familyName,
                                      &UserState::title,       &UserState::department, &UserState::country};
  const std::string id = anyUser();
  UserState after = users_.at(id);
  for (unsigned i = 0; i <= roll(3); ++i) after.*kFields.at(roll(kFields.size())) = text("Value ");
  // Entra reads before it writes, most of the time.
  if (roll(2) == 0) lookAtUser();
  patchUser(id, after,
            patchOf(users_.at(id), after, roll(2) == 0 ? PatchStyle::Flagged : PatchStyle::Unflagged));
}

void EntraClient::renameUser() {
  const std::string id = anyUser();
  UserState after = users_.at(id);
  after.userName = text("u") + "@example.com";
  if (roll(2) == 0)
    after.mail = "m" + std::to_string(number_) + "-" + std::to_string(++names_) + "@example.com";
  patchUser(id, after,
            patchOf(users_.at(id), after, roll(2) == 0 ? PatchStyle::Flagged : PatchStyle::Unflagged));
}

void EntraClient::changeManager() {
  const std::string id = anyUser();
  UserState after = users_.at(id);
  after.manager = after.manager.empty() || roll(3) != 0 ? anyUser() : "";
  if (after == users_.at(id)) return;
  patchUser(id, after,
            patchOf(users_.at(id), after, roll(2) == 0 ? PatchStyle::Flagged : PatchStyle::Unflagged));
}

void EntraClient::switchUser() {
  const std::string id = anyUser();
  UserState after = users_.at(id);
  after.active = !after.active;
  patchUser(id, after,
            patchOf(users_.at(id), after, roll(2) == 0 ? PatchStyle::Flagged : PatchStyle::Unflagged));
}

void EntraClient::softDelete() {
  const std::string id = anyUser();
  UserState after = users_.at(id);
  if (!after.active) return lookAtUser();
  after.active = false;
  patchUser(id, after,
            patchOf({operation("Replace", "active", "False"),
                     operation("Replace", "userName", "0123456789abcdef0123456789abcdef" + after.userName)}));
}

void EntraClient::removeUser() {
  if (users_.size() <= size_.users / 2) return makeUser();
  const std::string id = anyUser();
  const auto look = [&] {
    const std::optional<UserState> shown = shownUser(id);
    if (!shown) return Sight::After;
    return *shown == users_.at(id) ? Sight::Before : Sight::Neither;
  };
  if (!sender_.write({"DELETE", "/Users/" + id, "", 204, look}).isDone()) return;
  book_.add({"DELETE", id});
  users_.erase(id);
  for (auto& [otherId, other] : users_)
    if (other.manager == id) other.manager.clear();
  for (auto& [group, members] : memberships_) members.erase(id);
}

void EntraClient::lookAtUser() {
  const std::string id = anyUser();
  const UserState& user = users_.at(id);
  if (roll(2) == 0) {
    if (const std::optional<UserState> shown = shownUser(id)) return compare(id, user, *shown);
    return findings_.note(Fault::Lost, "user " + id + " is gone: " + toString(user));
  }
  const std::string filter =
      roll(2) == 0 ? equal("userName", user.userName) : equal("externalId", user.externalId);
  Json found;
  const std::string foundId = find("/Users", filter, &found);
  if (foundId == id) return compare(id, user, userOf(found));
  findings_.note(Fault::Lost, filter + " finds \"" + foundId + "\", not " + id);
}

void EntraClient::probe() {
  const std::string nobody = text("nobody");
  if (!find("/Users", equal("userName", nobody)).empty() ||
      !find("/Groups?excludedAttributes=members", equal("displayName", nobody)).empty())
    findings_.note(Fault::Answer, "there is somebody of the name " + nobody);
}

}  // namespace scim2ldap::test
