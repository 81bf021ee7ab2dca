// Users, in the shipped mapping: locked by the directory's password policy, with passwords of clients.

#include "tests/fault/matrix/FaultScenario.h"

namespace scim2ldap::test {
namespace {

const std::string kManager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
const ldap::Attributes kApplication{{"objectClass", {"groupOfNames"}},
                                    {"member", {"uid=anna,ou=people,dc=example,dc=com", "cn=nobody"}}};

void makeAnna(FaultCase& play) {
  play.makeUser("anna", R"("title":"Clerk")");
}

/// Anna in a group, in one that is not mapped, and somebody's manager.
void makeReferredAnna(FaultCase& play) {
  makeAnna(play);
  play.makeUser("bert");
  play.makeGroup("crew", {"anna", "bert"});
  play.addByOthers("cn=vpn,ou=apps", kApplication);
  play.change(play.user("bert"), replaceOf(kManager, "{\"value\":\"" + play.ids.at("anna") + "\"}"));
}

/// And of somebody's whose entry cannot be told that she has another name.
void makeReferredByChief(FaultCase& play) {
  makeReferredAnna(play);
  play.addByOthers("uid=chief,ou=people", {{"objectClass", {"inetOrgPerson"}},
                                           {"cn", {"Chief"}},
                                           {"sn", {"C"}},
                                           {"manager", {"uid=anna,ou=people,dc=example,dc=com"}}});
}

FaultScenario patching(const std::string& name, std::function<void(FaultCase&)> prepare,
                       const std::string& operations) {
  return {name, std::move(prepare),
          [operations](FaultCase& play) { return play.patch(play.user("anna"), operations); }};
}

FaultScenario posting(const std::string& name, const std::string& body) {
  return {name,
          {},
          [body](FaultCase& play) { return play.send("POST", "/Users", body); },
          [body](FaultCase& play) { return play.provision("Users", body); }};
}

WorldOptions world() {
  WorldOptions options;
  options.name = "users";
  options.slapd.ppolicy = true;
  options.slapd.ldif = "dn: ou=apps,dc=example,dc=com\nobjectClass: organizationalUnit\nou: apps\n\n";
  options.slapd.databaseLines =
      "access to dn.base=\"uid=chief,ou=people,dc=example,dc=com\" attrs=manager by * read\n";
  options.mappingEdits = {{"# [user.password]\n# method", "[user.password]\nmethod"}};
  return options;
}

}  // namespace

FaultChapter usersChapter() {
  FaultChapter chapter{world(), {}};
  std::vector<FaultScenario>& all = chapter.scenarios;
  all.push_back(posting("POST user", userBody("anna", R"("title":"Clerk")")));
  all.push_back(posting("POST user with a password", userBody("anna", R"("password":"a-long-secret")")));
  all.back().password = {"uid=anna,ou=people", "a-long-secret"};
  all.push_back(posting("POST user whose name a group lists", userBody("anna")));
  all.back().prepare = [](FaultCase& play) { play.addByOthers("cn=vpn,ou=apps", kApplication); };
  all.back().between = [](FaultState& state) {
    std::string& group = state.lines.at("entry cn=vpn,ou=apps");
    const std::string ghost = "member: uid=anna,ou=people; ";
    group.erase(group.find(ghost), ghost.size());
  };
  all.push_back(patching("PATCH attribute", makeAnna, replaceOf("title", "\"Boss\"")));
  all.push_back(patching("PATCH externalId", makeAnna, replaceOf("externalId", "\"another\"")));
  all.push_back({"PATCH of an entry that others made",
                 [](FaultCase& play) {
                   play.addByOthers("uid=anna,ou=people",
                                    {{"objectClass", {"inetOrgPerson"}}, {"cn", {"Anna"}}, {"sn", {"A"}}});
                   const auto entry =
                       play.world.directory().read(play.world.dn("uid=anna,ou=people"), {"entryUUID"});
                   play.ids["anna"] = entry.value().first("entryUUID").value();
                 },
                 [](FaultCase& play) {
                   return play.patch(play.user("anna"), replaceOf("externalId", "\"e-anna\"") + "," +
                                                            replaceOf("title", "\"Boss\""));
                 }});
  all.push_back(patching("PATCH manager", makeReferredAnna,
                         R"({"op":"add","path":")" + kManager + R"(","value":{"value":"ID"}})"));
  all.back().request = [](FaultCase& play) {
    return play.patch(play.user("anna"), replaceOf(kManager, "{\"value\":\"" + play.ids.at("bert") + "\"}"));
  };
  all.push_back(patching("PATCH rename, in groups and a manager", makeReferredAnna,
                         replaceOf("userName", "\"annette\"") + "," + replaceOf("title", "\"Boss\"")));
  all.push_back({"PUT user", makeReferredAnna, [](FaultCase& play) {
                   return play.send("PUT", play.user("anna"),
                                    userBody("annette", R"("preferredLanguage":"de")"));
                 }});
  all.push_back(patching("PATCH disable, by a lock", makeAnna, replaceOf("active", "false")));
  all.push_back(patching("PATCH disable, with the name of a soft-deleted user", makeAnna,
                         replaceOf("active", "false") + "," +
                             replaceOf("userName", "\"0123456789abcdef0123456789abcdefanna\"")));
  all.push_back(patching(
      "PATCH enable, by a lock",
      [](FaultCase& play) {
        makeAnna(play);
        play.change(play.user("anna"), replaceOf("active", "false"));
      },
      replaceOf("active", "true") + "," + replaceOf("title", "\"Boss\"")));
  all.push_back(patching("PATCH password", makeAnna, replaceOf("password", "\"a-long-secret\"")));
  all.back().password = {"uid=anna,ou=people", "a-long-secret"};
  all.push_back(
      patching("PATCH rename and password", makeReferredAnna,
               replaceOf("userName", "\"annette\"") + "," + replaceOf("password", "\"a-long-secret\"")));
  all.back().password = {"uid=annette,ou=people", "a-long-secret"};
  all.push_back(patching("PATCH rename and password, refused", makeReferredAnna,
                         replaceOf("userName", "\"annette\"") + "," + replaceOf("password", "\"short\"")));
  all.back().status = 400;
  all.push_back(patching("PATCH rename, refused half-way", makeReferredByChief,
                         replaceOf("userName", "\"annette\"") + "," + replaceOf("title", "\"Boss\"")));
  all.back().status = 500;
  all.push_back(patching("PATCH disable, the rest of it refused", makeReferredByChief,
                         replaceOf("active", "false") + "," + replaceOf("userName", "\"annette\"")));
  all.back().status = 500;
  all.push_back({"DELETE user, in groups and a manager", makeReferredAnna,
                 [](FaultCase& play) { return play.send("DELETE", play.user("anna")); },
                 [](FaultCase& play) {
                   ScimAnswer answer = play.send("DELETE", play.user("anna"));
                   if (answer.status == 404) answer.status = 204;  // what Entra takes it for
                   return answer;
                 }});
  return chapter;
}

}  // namespace scim2ldap::test
