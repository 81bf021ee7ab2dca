// What must not depend on how many there are: pages, whole lists, large groups.

#include <memory>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/Operations.h"
#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

using Answer = KeepAliveClient::Answer;

constexpr std::size_t kPage = 100;
constexpr std::size_t kLargePage = 1'000;
constexpr double kAtMostHalfAgainAsLong = 1 / 1.5;

/// GETs of one path. \param mark  what the answer has to hold
std::function<Client(std::size_t)> gets(const Stage& stage, const std::string& path,
                                        const std::string& mark) {
  return [&stage, path, mark](std::size_t) -> Client {
    return [path, mark, http = std::shared_ptr(stage.client())](std::size_t) {
      const Answer answer = http->send("GET", path);
      require(answer.status == 200 && holds(answer.body, mark), "GET " + path, answer);
      return true;
    };
  };
}

/// A page somewhere in the list beside the first one.
Operation page(const Stage& stage, const std::string& where, std::size_t startIndex) {
  const auto pathOf = [](std::size_t index) {
    return "/Users?count=" + std::to_string(kPage) + "&startIndex=" + std::to_string(index);
  };
  const std::string mark = R"("itemsPerPage":)" + std::to_string(kPage);
  return {"page of 100, " + where + " (floor: first page)",
          {8},
          kAtMostHalfAgainAsLong,
          gets(stage, pathOf(startIndex), mark),
          gets(stage, pathOf(1), mark)};
}

/// The text of a member of a JSON object, "" when it is not there.
std::string textIn(std::string_view body, const std::string& member) {
  const std::string name = '"' + member + R"(":")";
  const std::size_t at = body.find(name);
  if (at == std::string_view::npos) return "";
  const std::string_view rest = body.substr(at + name.size());
  return std::string(rest.substr(0, rest.find('"')));
}

/// Everybody, by pages of a thousand.
Operation crawl(const Stage& stage) {
  const auto ours = [&stage](std::size_t) -> Client {
    return [http = std::shared_ptr(stage.client()), users = stage.users()](std::size_t) {
      std::string cursor;
      std::size_t found = 0;
      do {
        const Answer answer =
            http->send("GET", "/Users?count=" + std::to_string(kLargePage) + "&cursor=" + cursor);
        require(answer.status == 200, "page", answer);
        for (std::size_t at = 0; (at = answer.body.find(R"("userName":)", at)) != std::string_view::npos;
             ++at) {
          ++found;
        }
        cursor = textIn(answer.body, "nextCursor");
      } while (!cursor.empty());
      if (found < users) throw std::runtime_error("the list has only " + std::to_string(found) + " users");
      return true;
    };
  };
  const auto floor = [&stage](std::size_t) -> Client {
    return [raw = std::shared_ptr(stage.raw()), users = stage.users()](std::size_t) {
      const std::size_t found =
          raw->crawl(kPeople, "(objectClass=inetOrgPerson)", userAttributes(), static_cast<int>(kLargePage));
      if (found < users)
        throw std::runtime_error("the search finds only " + std::to_string(found) + " users");
      return true;
    };
  };
  return {"crawl of all users", {1}, 0.5, ours, floor};
}

/// Groups are made when the measurement begins, so paths are known only then.
std::function<Client(std::size_t)> getsOf(const Stage& stage, const std::shared_ptr<std::string>& path,
                                          const std::string& query, const std::string& mark) {
  return [&stage, path, query, mark](std::size_t client) { return gets(stage, *path + query, mark)(client); };
}

std::vector<Operation> largeGroup(const Stage& stage) {
  constexpr std::size_t kSmall = 10;
  const auto large = std::make_shared<std::string>();
  const auto small = std::make_shared<std::string>();
  const auto before = [&stage, large, small] {
    if (!large->empty()) return;
    *large = "/Groups/" + stage.makeGroup("read-large", kMembersOfLargeGroup);
    *small = "/Groups/" + stage.makeGroup("read-small", kSmall);
  };
  const std::string query = "?excludedAttributes=members";
  Operation without{"group of 50,000 without members (floor: a small one)",
                    {8},
                    0.9,
                    getsOf(stage, large, query, "read-large"),
                    getsOf(stage, small, query, "read-small"),
                    before};
  const auto floor = [&stage](std::size_t) -> Client {
    return [raw = std::shared_ptr(stage.raw())](std::size_t) {
      return !raw->read(groupDn("read-large"), "member").empty();
    };
  };
  Operation with{"group of 50,000 with members",
                 {1},
                 0.25,
                 getsOf(stage, large, "", stage.knownId(kMembersOfLargeGroup - 1)),
                 floor,
                 before};
  return {without, with};
}

}  // namespace

std::vector<Operation> scaleOperations(const Stage& stage) {
  std::vector<Operation> all{page(stage, "middle", stage.users() / 2),
                             page(stage, "end", stage.users() - kPage), crawl(stage)};
  if (stage.users() > kMembersOfLargeGroup) {
    for (Operation& operation : largeGroup(stage)) all.push_back(std::move(operation));
  }
  return all;
}

}  // namespace scim2ldap::bench
