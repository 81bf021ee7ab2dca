// Numbers that are allocated, users who are disabled in other ways than by a lock, and users who come back.

#include "tests/fault/matrix/FaultScenario.h"
#include "tests/support/PosixDirectory.h"

namespace scim2ldap::test {
namespace {

const std::string kManager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
const std::string kDisable = "[user.disable]\nmethod = \"ppolicy\"";

void makeAnna(FaultCase& play) {
  play.makeUser("anna", R"("title":"Clerk")");
  play.makeUser("bert");
  play.makeGroup("crew", {"anna", "bert"});
  play.change(play.user("bert"), replaceOf(kManager, "{\"value\":\"" + play.ids.at("anna") + "\"}"));
}

void makeInactiveAnna(FaultCase& play) {
  makeAnna(play);
  play.change(play.user("anna"), replaceOf("active", "false"));
}

FaultScenario patching(const std::string& name, std::function<void(FaultCase&)> prepare,
                       const std::string& operations) {
  return {name, std::move(prepare),
          [operations](FaultCase& play) { return play.patch(play.user("anna"), operations); }};
}

FaultScenario posting(const std::string& name, const std::string& type, const std::string& body) {
  return {name,
          {},
          [type, body](FaultCase& play) { return play.send("POST", "/" + type, body); },
          [type, body](FaultCase& play) { return play.provision(type, body); }};
}

}  // namespace

FaultChapter posixChapter() {
  FaultChapter chapter;
  chapter.world.name = "posix";
  chapter.world.slapd = posixDirectory();
  chapter.world.connector.mapping = "posix.toml";
  chapter.scenarios.push_back(posting("POST posix user", "Users", userBody("anna")));
  chapter.scenarios.push_back(posting("POST posix group", "Groups", groupBody("crew", "[]")));
  return chapter;
}

FaultChapter movesChapter() {
  FaultChapter chapter;
  chapter.world.name = "moves";
  chapter.world.slapd.ldif =
      "dn: ou=disabled,dc=example,dc=com\nobjectClass: organizationalUnit\nou: disabled\n\n";
  chapter.world.mappingEdits = {{kDisable, "[user.disable]\nmethod = \"move\"\ncontainer = \"ou=disabled\""}};
  chapter.world.connector.endpointLines = "known_external_id = \"adopt\"\ninactive_user = \"adopt\"\n";
  std::vector<FaultScenario>& all = chapter.scenarios;
  all.push_back(patching("PATCH disable, by a move", makeAnna, replaceOf("active", "false")));
  all.push_back(patching("PATCH enable, by a move", makeInactiveAnna, replaceOf("active", "true")));
  all.push_back(patching("PATCH rename and move", makeAnna,
                         replaceOf("userName", "\"annette\"") + "," + replaceOf("active", "false")));
  all.push_back(posting("POST who is inactive", "Users", userBody("anna", R"("title":"Boss")")));
  all.back().prepare = makeInactiveAnna;
  all.back().retry = all.back().request;
  all.push_back(posting("POST of a known externalId", "Users",
                        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"annette",)"
                        R"("externalId":"e-anna","title":"Boss"})"));
  all.back().prepare = makeAnna;
  all.back().retry = all.back().request;
  return chapter;
}

FaultChapter attributeChapter() {
  FaultChapter chapter;
  chapter.world.name = "attribute";
  chapter.world.mappingEdits = {
      {kDisable,
       "[user.disable]\nmethod = \"attribute\"\nattribute = \"employeeType\"\ndisabled = \"disabled\""}};
  chapter.scenarios.push_back(
      patching("PATCH disable, by an attribute", makeAnna, replaceOf("active", "false")));
  chapter.scenarios.push_back(
      patching("PATCH enable, by an attribute", makeInactiveAnna, replaceOf("active", "true")));
  return chapter;
}

}  // namespace scim2ldap::test
