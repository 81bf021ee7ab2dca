// Requests that the directory refuses half-way, by rules that look at what the request has made so far; and
// one whose externalId is taken while it is on its way.

#include "connector/store/Database.h"
#include "tests/fault/matrix/FaultScenario.h"

namespace scim2ldap::test {
namespace {

const std::string kManager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

/// Anna in a group, and Bert's manager.
void makeAnna(FaultCase& play) {
  play.makeUser("anna", R"("title":"Clerk")");
  play.makeUser("bert");
  play.makeGroup("crew", {"anna", "bert"});
  play.change(play.user("bert"), replaceOf(kManager, "{\"value\":\"" + play.ids.at("anna") + "\"}"));
}

/// And of somebody's whose entry cannot be told that she has another name.
void makeReferredAnna(FaultCase& play) {
  makeAnna(play);
  play.addByOthers("uid=chief,ou=people", {{"objectClass", {"inetOrgPerson"}},
                                           {"cn", {"Chief"}},
                                           {"sn", {"C"}},
                                           {"manager", {"uid=anna,ou=people,dc=example,dc=com"}}});
}

/// While Anna's plan is in the journal, Bert gets her externalId.
void letBertTakeTheExternalId(FaultCase& play) {
  play.makeUser("bert");
  connector::Database side(play.world.stateFile(), connector::Database::Access::Write);
  side.execute(
      "CREATE TRIGGER taken AFTER INSERT ON journal BEGIN UPDATE resource SET external_id = 'e-anna', "
      "unique_external_id = 'e-anna' "
      "WHERE id = '" +
      play.ids.at("bert") + "'; END");
}

WorldOptions world() {
  WorldOptions options;
  options.name = "refusals";
  options.slapd.ppolicy = true;
  options.slapd.databaseLines =
      "access to dn.base=\"uid=chief,ou=people,dc=example,dc=com\" attrs=manager by * read\n"
      "access to filter=\"(title=Stuck)\" attrs=title by * read\n"
      "access to filter=\"(title=Permanent)\" attrs=entry by * read\n"
      "access to dn.base=\"cn=frozen,ou=groups,dc=example,dc=com\" attrs=member by * read\n";
  return options;
}

}  // namespace

FaultChapter refusalsChapter() {
  FaultChapter chapter{world(), {}};
  std::vector<FaultScenario>& all = chapter.scenarios;
  all.push_back({.name = "PATCH rename, neither forward nor back",
                 .prepare = makeReferredAnna,
                 .request =
                     [](FaultCase& play) {
                       return play.patch(play.user("anna"), replaceOf("title", "\"Stuck\"") + "," +
                                                                replaceOf("userName", "\"annette\""));
                     },
                 .status = 500});
  all.push_back({.name = "DELETE user, refused half-way",
                 .prepare =
                     [](FaultCase& play) {
                       makeAnna(play);
                       play.change(play.user("anna"), replaceOf("title", "\"Permanent\""));
                     },
                 .request = [](FaultCase& play) { return play.send("DELETE", play.user("anna")); },
                 .status = 500});
  all.push_back({.name = "PUT group, refused half-way",
                 .prepare = makeAnna,
                 .request =
                     [](FaultCase& play) {
                       return play.send("PUT", play.group("crew"),
                                        groupBody("frozen", play.members({"bert"})));
                     },
                 .status = 500});
  all.push_back({.name = "POST user whose externalId is taken meanwhile",
                 .prepare = letBertTakeTheExternalId,
                 .request = [](FaultCase& play) { return play.send("POST", "/Users", userBody("anna")); },
                 .status = 409});
  return chapter;
}

}  // namespace scim2ldap::test
