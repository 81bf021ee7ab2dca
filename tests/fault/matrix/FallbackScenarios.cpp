// Users who are in synced groups or in the fallback group, and roles that move them between groups.

#include "tests/fault/matrix/FaultScenario.h"

namespace scim2ldap::test {
namespace {

std::string roles(const std::string& role) {
  return replaceOf("roles", role.empty() ? "[]" : R"([{"value":")" + role + "\"}]");
}

/// Anna and Bert in a group that the client keeps.
void makeCrew(FaultCase& play) {
  play.makeUser("anna");
  play.makeUser("bert");
  play.makeGroup("crew", {"anna", "bert"});
}

/// Both have lost it, and are in the fallback group.
void makeInside(FaultCase& play) {
  makeCrew(play);
  const ScimAnswer gone = play.send("DELETE", play.group("crew"));
  if (gone.status != 204) throw std::runtime_error("DELETE answered " + scim::printJson(gone.body));
}

FaultScenario asking(const std::string& name, std::function<void(FaultCase&)> prepare,
                     std::function<ScimAnswer(FaultCase&)> request) {
  return {name, std::move(prepare), std::move(request)};
}

ScimAnswer removing(FaultCase& play, const std::string& path) {
  ScimAnswer answer = play.send("DELETE", path);
  if (answer.status == 404) answer.status = 204;  // what Entra takes it for
  return answer;
}

WorldOptions world() {
  WorldOptions options;
  options.name = "fallback";
  options.slapd.ppolicy = true;
  options.slapd.ldif =
      "dn: cn=basic,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n";
  options.mappingEdits = {
      {"rdn         = \"uid\"",
       "rdn         = \"uid\"\nrole        = { ldap = \"employeeType\", groups = { admin = "
       "\"cn=admins,ou=groups\", editor = \"cn=editors,ou=groups\", local = \"cn=locals,ou=groups\" } }"}};
  options.connector.endpointLines =
      "known_external_id = \"adopt\"\ninactive_user = \"adopt\"\n[endpoint.roles]\n"
      "allowed = [\"admin\", \"editor\", \"local\"]\n"
      "[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\ngrace = \"1h\"\n";
  // The groups of two roles are synced, that of the third is not.
  options.prepare = [](const ScimClient& client) {
    for (const std::string name : {"admins", "editors"})
      static_cast<void>(client.send("POST", "/Groups", groupBody(name, "[]")));
    static_cast<void>(client.makeGroup("locals"));
  };
  return options;
}

void addRoleScenarios(std::vector<FaultScenario>& all) {
  const auto withRole = [](const std::string& role) {
    return [role](FaultCase& play) {
      play.makeUser("anna");
      play.change(play.user("anna"), roles(role));
    };
  };
  const auto giving = [](const std::string& operations) {
    return [operations](FaultCase& play) { return play.patch(play.user("anna"), operations); };
  };
  all.push_back(asking("PATCH role, from group to group", withRole("local"), giving(roles("admin"))));
  all.push_back(
      asking("PATCH role, from synced to synced group", withRole("admin"), giving(roles("editor"))));
  all.push_back(asking("PATCH role away, the last synced group", withRole("admin"), giving(roles(""))));
  all.push_back(asking("PATCH role away and rename", withRole("admin"),
                       giving(roles("") + "," + replaceOf("userName", "\"annette\""))));
  all.push_back(asking("PATCH role, out of the fallback group", makeInside, giving(roles("admin"))));
}

}  // namespace

FaultChapter fallbackChapter() {
  FaultChapter chapter{world(), {}};
  std::vector<FaultScenario>& all = chapter.scenarios;
  all.push_back({"POST user, grace time",
                 {},
                 [](FaultCase& play) { return play.send("POST", "/Users", userBody("anna")); },
                 [](FaultCase& play) { return play.provision("Users", userBody("anna")); }});
  all.push_back(
      {"POST who is inactive, grace time",
       [](FaultCase& play) {
         play.makeUser("anna", R"("title":"Clerk")");
         play.makeGroup("crew", {"anna"});
         play.change(play.user("anna"), replaceOf("active", "false"));
       },
       [](FaultCase& play) { return play.send("POST", "/Users", userBody("anna", R"("title":"Boss")")); }});
  all.push_back({"POST synced group, out of the fallback group", makeInside,
                 [](FaultCase& play) {
                   return play.send("POST", "/Groups", groupBody("team", play.members({"anna", "bert"})));
                 },
                 [](FaultCase& play) {
                   return play.provision("Groups", groupBody("team", play.members({"anna", "bert"})));
                 }});
  all.push_back(asking(
      "PATCH joins, out of the fallback group",
      [](FaultCase& play) {
        makeInside(play);
        play.makeGroup("team");
      },
      [](FaultCase& play) {
        return play.patch(play.group("team"),
                          R"({"op":"Add","path":"members","value":)" + play.members({"anna"}) + "}");
      }));
  all.push_back(asking("PATCH leaves the last synced group", makeCrew, [](FaultCase& play) {
    return play.patch(play.group("crew"),
                      R"({"op":"Remove","path":"members","value":)" + play.members({"anna"}) + "}");
  }));
  all.push_back(asking(
      "PUT group, one comes and one leaves",
      [](FaultCase& play) {
        makeInside(play);
        play.makeGroup("team", {"anna"});
      },
      [](FaultCase& play) {
        return play.send("PUT", play.group("team"), groupBody("team", play.members({"bert"})));
      }));
  all.push_back(asking("PATCH group is synced no more", makeCrew, [](FaultCase& play) {
    return play.patch(play.group("crew"), R"({"op":"Remove","path":"externalId"})");
  }));
  all.push_back(asking("DELETE synced group", makeCrew,
                       [](FaultCase& play) { return removing(play, play.group("crew")); }));
  all.push_back(asking("PATCH rename in the fallback group", makeInside, [](FaultCase& play) {
    return play.patch(play.user("anna"), replaceOf("userName", "\"annette\""));
  }));
  all.push_back(asking("DELETE user in the fallback group", makeInside,
                       [](FaultCase& play) { return removing(play, play.user("anna")); }));
  addRoleScenarios(all);
  return chapter;
}

}  // namespace scim2ldap::test
