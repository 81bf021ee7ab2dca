#include <atomic>
#include <memory>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/Operations.h"
#include "tests/bench/Population.h"
#include "tests/bench/Report.h"

namespace scim2ldap::bench {
namespace {

constexpr std::size_t kThousand = 1'000;

/// A group that is made anew for each measurement.
struct Growing {
  std::string path;                   ///< behind the base path
  std::atomic<std::size_t> next = 0;  ///< known user to join
};

/// One known user after the other joins a group that has `members` at the beginning.
Operation addMember(const Stage& stage, std::size_t members, std::size_t clients, double ratio) {
  const auto group = std::make_shared<Growing>();
  const std::string name = "of-" + std::to_string(members);
  const std::size_t users = stage.users();
  const auto ours = [&stage, group, users](std::size_t) -> Client {
    return [&stage, group, users, http = std::shared_ptr(stage.client())](std::size_t) {
      const std::size_t number = group->next++;
      if (number >= users) return false;
      patch(*http, group->path, "add", "members", R"([{"value":")" + stage.knownId(number) + R"("}])");
      return true;
    };
  };
  const auto floor = [&stage, group, users, name](std::size_t) -> Client {
    return [group, users, dn = groupDn(name), raw = std::shared_ptr(stage.raw())](std::size_t) {
      const std::size_t number = group->next++;
      if (number >= users) return false;
      raw->addValues(dn, "member", {userDn("known", number)});
      return true;
    };
  };
  Operation operation{
      "add 1 member to " + grouped(members), {clients}, {Wanted::Of::Rate, ratio}, ours, floor};
  operation.before = [&stage, group, name, members] {
    group->path = "/Groups/" + stage.makeGroup(name, members);
    group->next = members;
  };
  return operation;
}

}  // namespace

std::vector<Operation> memberOperations(const Stage& stage) {
  std::vector<Operation> all{addMember(stage, 2'000, 8, 1.0)};
  if (stage.users() > kMembersOfLargeGroup) all.push_back(addMember(stage, kMembersOfLargeGroup, 32, 10));
  return all;
}

Operation addThousandMembers(const Stage& stage) {
  constexpr std::size_t kBefore = 10;
  const std::string name = "of-10";
  const auto group = std::make_shared<Growing>();
  const auto ours = [&stage, group](std::size_t) -> Client {
    return [&stage, group, http = std::shared_ptr(stage.client())](std::size_t) {
      const std::size_t first = group->next.fetch_add(kThousand);
      if (first + kThousand > stage.users()) return false;
      std::string members;
      for (std::size_t n = first; n < first + kThousand; ++n) {
        members += std::string(members.empty() ? "" : ",") + R"({"value":")" + stage.knownId(n) + R"("})";
      }
      patch(*http, group->path, "add", "members", "[" + members + "]");
      return true;
    };
  };
  const auto floor = [&stage, group, name](std::size_t) -> Client {
    return [&stage, group, dn = groupDn(name), raw = std::shared_ptr(stage.raw())](std::size_t) {
      const std::size_t first = group->next.fetch_add(kThousand);
      if (first + kThousand > stage.users()) return false;
      std::vector<std::string> members;
      for (std::size_t n = first; n < first + kThousand; ++n) members.push_back(userDn("known", n));
      raw->addValues(dn, "member", members);
      return true;
    };
  };
  Operation operation{"add 1,000 members at once", {1}, {Wanted::Of::Time, 1.5}, ours, floor};
  operation.before = [&stage, group, name] {
    group->path = "/Groups/" + stage.makeGroup(name, kBefore);
    group->next = kBefore;
  };
  return operation;
}

}  // namespace scim2ldap::bench
