// Groups of the shipped mapping, with a placeholder in the place of no member, and several requests in one.

#include "tests/fault/matrix/FaultScenario.h"

namespace scim2ldap::test {
namespace {

void makePeople(FaultCase& play) {
  for (const char* name : {"anna", "bert", "cleo"}) play.makeUser(name);
}

/// A crew of Anna and Bert, which is a member of another group.
void makeCrew(FaultCase& play) {
  makePeople(play);
  play.makeGroup("crew", {"anna", "bert"});
  play.makeGroup("all", {"crew", "cleo"});
}

std::string addOf(const FaultCase& play, const std::vector<std::string>& names) {
  return R"({"op":"Add","path":"members","value":)" + play.members(names) + "}";
}

std::string removeOf(const FaultCase& play, const std::vector<std::string>& names) {
  return R"({"op":"Remove","path":"members","value":)" + play.members(names) + "}";
}

FaultScenario patching(const std::string& name, std::function<std::string(const FaultCase&)> operations) {
  return {name, makeCrew, [operations = std::move(operations)](FaultCase& play) {
            return play.patch(play.group("crew"), operations(play));
          }};
}

const std::string kBulk =
    R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[)";

std::string bulkPost(const std::string& path, const std::string& bulkId, const std::string& body) {
  return R"({"method":"POST","path":")" + path + R"(","bulkId":")" + bulkId + R"(","data":)" + body + "}";
}

/// Users that may be there already, one by one, and a group of them.
ScimAnswer provisionBulk(FaultCase& play) {
  for (const char* name : {"dora", "emil"}) {
    const ScimAnswer answer = play.provision("Users", userBody(name));
    if (answer.status >= 300) return answer;
    play.ids[name] = answer.id();
  }
  return play.provision("Groups", groupBody("team", play.members({"dora", "emil"})));
}

}  // namespace

FaultChapter groupsChapter() {
  FaultChapter chapter;
  chapter.world.name = "groups";
  chapter.world.slapd.ppolicy = true;
  std::vector<FaultScenario>& all = chapter.scenarios;
  all.push_back({"POST group with members", makePeople,
                 [](FaultCase& play) {
                   return play.send("POST", "/Groups", groupBody("crew", play.members({"anna", "bert"})));
                 },
                 [](FaultCase& play) {
                   return play.provision("Groups", groupBody("crew", play.members({"anna", "bert"})));
                 }});
  all.push_back(patching("PATCH add members", [](const FaultCase& play) { return addOf(play, {"cleo"}); }));
  all.push_back(
      patching("PATCH remove members", [](const FaultCase& play) { return removeOf(play, {"anna"}); }));
  all.push_back(patching("PATCH add and remove members", [](const FaultCase& play) {
    return addOf(play, {"cleo"}) + "," + removeOf(play, {"anna"});
  }));
  all.push_back(patching("PATCH last members leave", [](const FaultCase& play) {
    return removeOf(play, {"anna", "bert"});
  }));
  all.push_back(
      patching("PATCH first member comes", [](const FaultCase& play) { return addOf(play, {"bert"}); }));
  all.back().prepare = [](FaultCase& play) {
    makePeople(play);
    play.makeGroup("crew");
  };
  all.push_back(patching("PATCH rename group, in a group",
                         [](const FaultCase&) { return replaceOf("displayName", "\"squad\""); }));
  all.push_back(patching("PATCH rename group and members", [](const FaultCase& play) {
    return replaceOf("displayName", "\"squad\"") + "," + addOf(play, {"cleo"});
  }));
  all.push_back(
      {"PUT group", makeCrew, [](FaultCase& play) {
         return play.send("PUT", play.group("crew"), groupBody("squad", play.members({"bert", "cleo"})));
       }});
  all.push_back({"DELETE group, in a group", makeCrew,
                 [](FaultCase& play) { return play.send("DELETE", play.group("crew")); },
                 [](FaultCase& play) {
                   ScimAnswer answer = play.send("DELETE", play.group("crew"));
                   if (answer.status == 404) answer.status = 204;  // what Entra takes it for
                   return answer;
                 }});
  all.push_back({"Bulk of two users and their group",
                 {},
                 [](FaultCase& play) {
                   return play.send(
                       "POST", "/Bulk",
                       kBulk + bulkPost("/Users", "d", userBody("dora")) + "," +
                           bulkPost("/Users", "e", userBody("emil")) + "," +
                           bulkPost("/Groups", "t",
                                    groupBody("team", R"([{"value":"bulkId:d"},{"value":"bulkId:e"}])")) +
                           "]}");
                 },
                 provisionBulk,
                 0,
                 {"dora", "emil", "team"}});
  return chapter;
}

}  // namespace scim2ldap::test
