#include "tests/bench/EntraCycle.h"

#include <memory>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

using Answer = KeepAliveClient::Answer;

constexpr std::chrono::hours kUnlimited{24};

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

Measurement EntraCycle::each(std::size_t count,
                             const std::function<void(KeepAliveClient&, std::size_t n)>& send) {
  return measure(kClients, kUnlimited, [&](std::size_t) -> Client {
    return [count, &send, http = std::shared_ptr(stage_.client())](std::size_t n) {
      if (n >= count) return false;
      send(*http, n);
      return true;
    };
  });
}

Measurement EntraCycle::match() {
  return each(plan_.users + plan_.groups.size(), [&](KeepAliveClient& http, std::size_t n) {
    const std::string path = n < plan_.users
                                 ? "/Users?filter=userName+eq+%22" + userName("known", n)
                                 : "/Groups?excludedAttributes=members&filter=displayName+eq+%22" +
                                       plan_.groups[n - plan_.users].name;
    findNobody(http, path + "%22");
  });
}

Measurement EntraCycle::createUsers() {
  return each(plan_.users, [&](KeepAliveClient& http, std::size_t n) {
    userIds_[n] = create(http, "/Users", userBody("known", n));
  });
}

Measurement EntraCycle::createGroups() {
  return each(groupIds_.size(), [&](KeepAliveClient& http, std::size_t n) {
    groupIds_[n] = create(http, "/Groups", groupBody(plan_.groups[n].name));
  });
}

Measurement EntraCycle::setManagers() {
  return each(plan_.users - 1, [&](KeepAliveClient& http, std::size_t n) {
    const std::size_t user = n + 1;
    patch(http, "/Users/" + userIds_[user], "Add",
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
          '"' + userIds_[*CyclePlan::managerOf(user)] + '"');
  });
}

Measurement EntraCycle::addMembers() {
  return each(plan_.portions.size(), [&](KeepAliveClient& http, std::size_t n) {
    const CyclePlan::Portion& portion = plan_.portions[n];
    std::string members;
    for (std::size_t user = portion.first; user < portion.first + portion.members; ++user)
      members += std::string(members.empty() ? "" : ",") + R"({"value":")" + userIds_[user] + R"("})";
    patch(http, "/Groups/" + groupIds_[portion.group], "Add", "members", "[" + members + "]");
  });
}

}  // namespace scim2ldap::bench
