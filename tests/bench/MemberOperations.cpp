#include <atomic>
#include <memory>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/DirectoryChecks.h"
#include "tests/bench/Operations.h"
#include "tests/bench/Population.h"
#include "tests/bench/Report.h"

namespace scim2ldap::bench {
namespace {

constexpr std::size_t kThousand = 1'000;

/// The DNs of known users.
std::vector<std::string> knownDns(std::size_t first, std::size_t count) {
  std::vector<std::string> dns;
  for (std::size_t n = first; n < first + count; ++n) dns.push_back(userDn("known", n));
  return dns;
}

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
  const auto verify = [&stage, name, members](std::size_t operations) {
    verifyMembers(stage, name, knownDns(0, members + operations));
  };
  Operation operation{"add 1 member to " + grouped(members),
                      {clients},
                      {Wanted::Of::Rate, ratio},
                      {ours, verify},
                      {floor, verify}};
  operation.before = [&stage, group, name, members] {
    group->path = "/Groups/" + stage.makeGroup(name, members);
    group->next = members;
  };
  return operation;
}

}  // namespace

std::vector<Operation> memberOperations(const Stage& stage) {
  constexpr std::size_t kMembers = 2'000;
  std::vector<Operation> all;
  if (stage.users() > kMembers) all.push_back(addMember(stage, kMembers, 8, 1.0));
  if (stage.users() > kMembersOfLargeGroup) all.push_back(addMember(stage, kMembersOfLargeGroup, 32, 10));
  return all;
}

Operation addThousandMembers(const Stage& stage) {
  constexpr std::size_t kBefore = 10;
  constexpr std::size_t kTimes = 5;
  const auto nameOf = [](std::size_t n) { return "of-10-" + std::to_string(n); };
  const auto firstOf = [&stage](std::size_t n) {  // another thousand each time, as far as there are
    return kBefore + n * kThousand % (stage.users() - kThousand - kBefore + 1);
  };
  const auto paths = std::make_shared<std::vector<std::string>>();  // each group gets a thousand once
  const auto ours = [&stage, paths, firstOf](std::size_t) -> Client {
    return [&stage, paths, firstOf, http = std::shared_ptr(stage.client())](std::size_t n) {
      const std::size_t first = firstOf(n);
      std::string members;
      for (std::size_t user = first; user < first + kThousand; ++user)
        members += std::string(members.empty() ? "" : ",") + R"({"value":")" + stage.knownId(user) + R"("})";
      patch(*http, paths->at(n), "add", "members", "[" + members + "]");
      return true;
    };
  };
  const auto floor = [&stage, nameOf, firstOf](std::size_t) -> Client {
    return [nameOf, firstOf, raw = std::shared_ptr(stage.raw())](std::size_t n) {
      raw->addValues(groupDn(nameOf(n)), "member", knownDns(firstOf(n), kThousand));
      return true;
    };
  };
  const auto verify = [&stage, nameOf, firstOf](std::size_t operations) {
    for (std::size_t n = 0; n < operations; ++n) {
      std::vector<std::string> members = knownDns(0, kBefore);
      for (std::string& dn : knownDns(firstOf(n), kThousand)) members.push_back(std::move(dn));
      verifyMembers(stage, nameOf(n), std::move(members));
    }
  };
  Operation operation{
      "add 1,000 members at once", {1}, {Wanted::Of::Time, 1.5}, {ours, verify}, {floor, verify}};
  operation.times = kTimes;
  operation.before = [&stage, paths, nameOf] {
    paths->clear();
    for (std::size_t n = 0; n < kTimes; ++n)
      paths->push_back("/Groups/" + stage.makeGroup(nameOf(n), kBefore));
  };
  return operation;
}

}  // namespace scim2ldap::bench
