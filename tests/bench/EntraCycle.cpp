#include "tests/bench/EntraCycle.h"

#include <memory>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/Population.h"
#include "tests/bench/Report.h"

namespace scim2ldap::bench {
namespace {

using Answer = KeepAliveClient::Answer;

constexpr std::chrono::hours kUnlimited{24};
constexpr std::size_t kToldAt = 10'000;  // so many are about ten seconds

std::string groupBody(const std::string& name) {
  return R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"externalId":")" + name +
         R"(-external","displayName":")" + name + R"(","members":[],"meta":{"resourceType":"Group"}})";
}

std::string create(KeepAliveClient& http, const std::string& path, const std::string& body) {
  const Answer answer = http.send("POST", path, body);
  require(answer.status == 201, "POST " + path, answer);
  return idIn(answer.body);
}

void findNobody(KeepAliveClient& http, const std::string& path) {
  const Answer answer = http.send("GET", path);
  require(answer.status == 200 && holds(answer.body, R"("totalResults":0)"), "GET " + path, answer);
}

}  // namespace

EntraCycle::EntraCycle(const Stage& stage, const CyclePlan& plan)
    : stage_(stage), plan_(plan), userIds_(plan.users), groupIds_(plan.groups.size()) {}

Measurement EntraCycle::each(const std::string& part, std::size_t count,
                             const std::function<void(KeepAliveClient&, std::size_t n)>& send) {
  tell("initial cycle: " + part);
  return measure(kClients, kUnlimited, [&](std::size_t) -> Client {
    return [&part, count, &send, http = std::shared_ptr(stage_.client())](std::size_t n) {
      if (n >= count) return false;
      if (n > 0 && n % kToldAt == 0)
        tell("initial cycle: " + part + ", " + grouped(n) + " of " + grouped(count));
      send(*http, n);
      return true;
    };
  });
}

Measurement EntraCycle::match() {
  return each("matching", plan_.users + plan_.groups.size(), [&](KeepAliveClient& http, std::size_t n) {
    const std::string path = n < plan_.users
                                 ? "/Users?filter=userName+eq+%22" + userName("known", n)
                                 : "/Groups?excludedAttributes=members&filter=displayName+eq+%22" +
                                       plan_.groups[n - plan_.users].name;
    findNobody(http, path + "%22");
  });
}

Measurement EntraCycle::createUsers() {
  return each("users", plan_.users, [&](KeepAliveClient& http, std::size_t n) {
    userIds_[n] = create(http, "/Users", userBody("known", n));
  });
}

Measurement EntraCycle::createGroups() {
  return each("groups", groupIds_.size(), [&](KeepAliveClient& http, std::size_t n) {
    groupIds_[n] = create(http, "/Groups", groupBody(plan_.groups[n].name));
  });
}

Measurement EntraCycle::setManagers() {
  return each("managers", plan_.users - 1, [&](KeepAliveClient& http, std::size_t n) {
    const std::size_t user = n + 1;
    patch(http, "/Users/" + userIds_[user], "Add",
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
          '"' + userIds_[*CyclePlan::managerOf(user)] + '"');
  });
}

Measurement EntraCycle::addMembers() {
  return each("memberships", plan_.portions.size(), [&](KeepAliveClient& http, std::size_t n) {
    const CyclePlan::Portion& portion = plan_.portions[n];
    std::string members;
    for (std::size_t user = portion.first; user < portion.first + portion.members; ++user)
      members += std::string(members.empty() ? "" : ",") + R"({"value":")" + userIds_[user] + R"("})";
    patch(http, "/Groups/" + groupIds_[portion.group], "Add", "members", "[" + members + "]");
  });
}

}  // namespace scim2ldap::bench
