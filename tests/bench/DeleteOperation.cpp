#include <memory>
#include <optional>
#include <span>
#include <stdexcept>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/DirectoryChecks.h"
#include "tests/bench/Operations.h"
#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

const std::string kPrefix = "leavers-";
constexpr std::size_t kGroupsOfEach = 3;
constexpr std::size_t kLeaverGroups = 30;
constexpr std::size_t kMostLeavers = 5'000;  // of each side in one measurement: groups of a thousand members

/// Whether the user is in that one of the thirty groups.
bool isIn(std::size_t group, const MadeUser& user) {
  return (group + kLeaverGroups - user.number % kLeaverGroups) % kLeaverGroups < kGroupsOfEach;
}

/// Those who may be deleted in one measurement, the last of them first.
struct Leavers {
  std::vector<MadeUser> ours;
  std::vector<MadeUser> raw;
};

/// Puts each of them into three of thirty groups.
void joinGroups(const Stage& stage, const Leavers& leavers) {
  const auto raw = stage.raw();
  for (std::size_t group = 0; group < kLeaverGroups; ++group) {
    const std::string name = kPrefix + std::to_string(group);
    stage.makeGroup(name, 1);
    std::vector<std::string> members;
    for (const auto& [word, users] : {std::pair("ours", &leavers.ours), std::pair("raw", &leavers.raw)}) {
      for (const MadeUser& user : *users) {
        if (isIn(group, user)) members.push_back(userDn(word, user.number));
      }
    }
    if (!members.empty()) raw->addValues(groupDn(name), "member", members);
  }
}

/// Those who were deleted are gone, and all the others are in their groups.
void verifyDeletion(const Stage& stage, const std::string& word, std::span<const MadeUser> deleted,
                    const Leavers& leavers) {
  verifyGone(stage, word, deleted);
  const std::size_t left = leavers.ours.size() + leavers.raw.size() - deleted.size();
  verifyMemberships(stage, kPrefix, kLeaverGroups + left * kGroupsOfEach);
}

}  // namespace

Operation deleteUser(const Stage& stage, Made& made, const std::vector<std::size_t>& clients) {
  const auto take = [](MadeUsers& users, std::size_t n) {
    return n < kMostLeavers ? users.takeLast() : std::nullopt;
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
  const auto leavers = std::make_shared<Leavers>();
  const auto verify = [&stage, leavers](const std::string& word, std::vector<MadeUser> Leavers::*side) {
    return [&stage, leavers, word, side](std::size_t operations) {
      const std::span<const MadeUser> all((*leavers).*side);
      verifyDeletion(stage, word, all.last(operations), *leavers);
    };
  };
  Operation operation{"delete user in 3 groups",
                      clients,
                      {Wanted::Of::Rate, 0.5},
                      {ours, verify("ours", &Leavers::ours)},
                      {floor, verify("raw", &Leavers::raw)}};
  operation.takesMade = true;
  operation.before = [&stage, &made, leavers] {
    *leavers = {made.ours.latest(kMostLeavers), made.raw.latest(kMostLeavers)};
    joinGroups(stage, *leavers);
  };
  return operation;
}

}  // namespace scim2ldap::bench
