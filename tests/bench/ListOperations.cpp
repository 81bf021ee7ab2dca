// What must not depend on how many there are: pages, whole lists, large groups.

#include <memory>
#include <optional>
#include <stdexcept>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/Operations.h"
#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

constexpr std::size_t kPage = 100;
constexpr std::size_t kLargePage = 1'000;

/// Made when a measurement begins: groups and cursors are not there before.
using PathOf = std::function<std::string()>;

/// GETs of one path. \param mark  what the answer has to hold
std::function<Client(std::size_t)> gets(const Stage& stage, const PathOf& pathOf, const std::string& mark) {
  return [&stage, pathOf, mark](std::size_t) -> Client {
    return [path = pathOf(), mark, http = std::shared_ptr(stage.client())](std::size_t) {
      const KeepAliveClient::Answer answer = http->send("GET", path);
      require(answer.status == 200 && holds(answer.body, mark), "GET " + path, answer);
      return true;
    };
  };
}

std::string pageByIndex(const std::string& list, std::size_t startIndex) {
  return list + "?count=" + std::to_string(kPage) + "&startIndex=" + std::to_string(startIndex);
}

std::string pageByCursor(const std::string& list, std::size_t count, const std::string& cursor) {
  return list + "?count=" + std::to_string(count) + "&cursor=" + cursor;
}

/// The page behind the first `before` resources; one has to go through all the pages before it.
std::string pageBehind(const Stage& stage, const std::string& list, std::size_t before) {
  const auto http = stage.client();
  std::string cursor;
  for (std::size_t passed = 0; passed < before; passed += kPage) {
    const KeepAliveClient::Answer answer = http->send("GET", pageByCursor(list, kPage, cursor));
    cursor = textIn(answer.body, "nextCursor");
    require(answer.status == 200 && !cursor.empty(), "GET " + list, answer);
  }
  return pageByCursor(list, kPage, cursor);
}

/// Makes the path once.
PathOf remembered(const PathOf& make) {
  return [make, path = std::make_shared<std::string>()] {
    if (path->empty()) *path = make();
    return *path;
  };
}

/// A page somewhere in a list beside the first one.
std::vector<Operation> pages(const Stage& stage, const std::string& list) {
  const std::string mark = R"("itemsPerPage":)" + std::to_string(kPage);
  const PathOf first = [list] { return pageByIndex(list, 1); };
  const PathOf firstByCursor = [list] { return pageByCursor(list, kPage, ""); };
  std::vector<Operation> all;
  const auto add = [&](const std::string& where, const PathOf& path, const PathOf& floor) {
    all.push_back({"page of 100 of " + list + ", " + where + " (floor: our first page)",
                   {1},
                   {Wanted::Of::Time, 1.5},
                   {gets(stage, path, mark)},
                   {gets(stage, floor, mark)}});
  };
  for (const auto& [where, before] :
       {std::pair("middle", stage.users() / 2), std::pair("end", stage.users() - kPage)}) {
    add(
        where + std::string(" by startIndex"), [=] { return pageByIndex(list, before + 1); }, first);
    add(where + std::string(" by cursor"),
        remembered([=, &stage] { return pageBehind(stage, list, before); }), firstByCursor);
  }
  return all;
}

void requireAll(const Stage& stage, std::size_t found) {
  if (found < stage.users()) throw std::runtime_error("only " + std::to_string(found) + " users were listed");
}

}  // namespace

Operation crawlUsers(const Stage& stage) {
  const auto ours = [&stage](std::size_t) -> Client {
    return [&stage, http = std::shared_ptr(stage.client())](std::size_t) {
      std::string cursor;
      std::size_t found = 0;
      do {
        const KeepAliveClient::Answer answer = http->send("GET", pageByCursor("/Users", kLargePage, cursor));
        require(answer.status == 200, "page", answer);
        found += countOf(answer.body, R"("userName":)");
        cursor = textIn(answer.body, "nextCursor");
      } while (!cursor.empty());
      requireAll(stage, found);
      return true;
    };
  };
  const auto floor = [&stage](std::size_t) -> Client {
    return [&stage, raw = std::shared_ptr(stage.raw())](std::size_t) {
      std::size_t found = 0;
      raw->crawl(kPeople, "(objectClass=inetOrgPerson)", userAttributes(), static_cast<int>(kLargePage),
                 [&](const RawEntry& entry) { found += entry.first("uid").empty() ? 0 : 1; });
      requireAll(stage, found);
      return true;
    };
  };
  Operation operation{"crawl, users", {1}, {Wanted::Of::Rate, 0.5}, {ours}, {floor}};
  operation.counts = stage.users();
  return operation;
}

std::vector<Operation> pageOperations(const Stage& stage) {
  std::vector<Operation> all = pages(stage, "/Users");
  for (Operation& operation : pages(stage, "/")) all.push_back(std::move(operation));
  return all;
}

std::vector<Operation> largeGroupOperations(const Stage& stage) {
  if (stage.users() <= kMembersOfLargeGroup) return {};
  const auto pathOf = [&stage](const std::string& name, const std::string& query) -> PathOf {
    return [=, &stage] { return "/Groups/" + stage.groupId(name) + query; };
  };
  const std::string query = "?excludedAttributes=members";
  const auto floor = [&stage](std::size_t) -> Client {
    return [raw = std::shared_ptr(stage.raw())](std::size_t) {
      const RawEntry group = raw->read(groupDn("everybody"), {"cn", "member", "entryUUID", "entryCSN"});
      return !group.first("member").empty();
    };
  };
  return {{"group of 50,000 without members (floor: our small group)",
           {1},
           {Wanted::Of::Time, 1.1},
           {gets(stage, pathOf("everybody", query), R"("everybody")")},
           {gets(stage, pathOf("team0", query), R"("team0")")}},
          {"group of 50,000 with members",
           {1},
           {Wanted::Of::Time, 4},
           {gets(stage, pathOf("everybody", ""), stage.knownId(kMembersOfLargeGroup - 1))},
           {floor}}};
}

}  // namespace scim2ldap::bench
