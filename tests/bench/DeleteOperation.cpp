#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/Operations.h"
#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

constexpr std::size_t kGroupsOfEach = 3;
constexpr std::size_t kLeaverGroups = 30;
constexpr std::size_t kMostLeavers = 5'000;  // of each side in one measurement: groups of a thousand members

/// Whether the user is in that one of the thirty groups.
bool isIn(std::size_t group, const MadeUser& user) {
  return (group + kLeaverGroups - user.number % kLeaverGroups) % kLeaverGroups < kGroupsOfEach;
}

/// Those who were made last.
std::span<const MadeUser> leavers(MadeUsers& users) {
  const std::span<const MadeUser> all(users.all());
  return all.last(std::min(all.size(), kMostLeavers));
}

/// Puts those who may be deleted into three of thirty groups each.
void joinGroups(const Stage& stage, Made& made) {
  const auto raw = stage.raw();
  for (std::size_t group = 0; group < kLeaverGroups; ++group) {
    const std::string name = "leavers-" + std::to_string(group);
    stage.makeGroup(name, 1);
    std::vector<std::string> members;
    for (const auto& [word, users] : {std::pair("ours", &made.ours), std::pair("raw", &made.raw)}) {
      for (const MadeUser& user : leavers(*users)) {
        if (isIn(group, user)) members.push_back(userDn(word, user.number));
      }
    }
    if (!members.empty()) raw->addValues(groupDn(name), "member", members);
  }
}

}  // namespace

Operation deleteUser(const Stage& stage, Made& made, const std::vector<std::size_t>& clients) {
  const auto take = [](MadeUsers& users, std::size_t n) {
    return n < kMostLeavers ? users.take() : std::nullopt;
  };
  const auto ours = [&stage, &made, take](std::size_t) -> Client {
    return [&made, take, http = std::shared_ptr(stage.client())](std::size_t n) {
      const std::optional<MadeUser> user = take(made.ours, n);
      if (!user) return false;
      const KeepAliveClient::Answer answer = http->send("DELETE", "/Users/" + user->id);
      require(answer.status == 204, "DELETE", answer);
      return true;
    };
  };
  const auto floor = [&stage, &made, take](std::size_t) -> Client {
    return [&made, take, raw = std::shared_ptr(stage.raw())](std::size_t n) {
      const std::optional<MadeUser> user = take(made.raw, n);
      if (!user) return false;
      const std::string dn = userDn("raw", user->number);
      const std::vector<RawEntry> groups = raw->search(kGroups, "(member=" + dn + ")", {"1.1"});
      if (groups.size() != kGroupsOfEach) throw std::runtime_error(dn + " is not in three groups");
      for (const RawEntry& group : groups) raw->removeValue(group.dn, "member", dn);
      raw->remove(dn);
      return true;
    };
  };
  Operation operation{"delete user in 3 groups", clients, {Wanted::Of::Rate, 0.5}, ours, floor};
  operation.takesMade = true;
  operation.before = [&stage, &made] { joinGroups(stage, made); };
  return operation;
}

}  // namespace scim2ldap::bench
