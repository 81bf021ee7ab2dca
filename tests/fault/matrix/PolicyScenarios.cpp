// Policies of an endpoint: leavers are counted, new users get a role; and commands that the service carries
// out.

#include "tests/fault/matrix/FaultScenario.h"

namespace scim2ldap::test {
namespace {

constexpr int kOk = 200;

void makeCrew(FaultCase& play) {
  play.makeUser("anna");
  play.makeGroup("crew", {"anna"});
}

void makeStaff(FaultCase& play) {
  play.addByOthers("cn=staff,ou=groups", {{"objectClass", {"groupOfNames"}}, {"member", {"cn=empty-group"}}});
}

/// A command answers as a request that succeeds, or throws.
ScimAnswer running(const FaultCase& play, const std::string& arguments) {
  static_cast<void>(play.world.command(arguments));
  return {.status = kOk};
}

WorldOptions world() {
  WorldOptions options;
  options.name = "policies";
  options.slapd.ppolicy = true;
  options.slapd.ldif =
      "dn: cn=frozen,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n";
  options.slapd.databaseLines =
      "access to dn.base=\"cn=frozen,ou=groups,dc=example,dc=com\" attrs=member by * read\n";
  options.mappingEdits = {
      {"rdn         = \"uid\"",
       "rdn         = \"uid\"\nrole        = { ldap = \"employeeType\", groups = { user = "
       "\"cn=frozen,ou=groups\" } }"}};
  options.connector.endpointLines =
      "[endpoint.roles]\nallowed = [\"user\"]\ndefault = \"user\"\n"
      "[endpoint.leaving_guard]\ncount = 50\n";
  return options;
}

}  // namespace

FaultChapter policiesChapter() {
  FaultChapter chapter{world(), {}};
  std::vector<FaultScenario>& all = chapter.scenarios;
  all.push_back({.name = "POST user, whose role is refused",
                 .prepare = {},
                 .request = [](FaultCase& play) { return play.send("POST", "/Users", userBody("anna")); },
                 .retry = [](FaultCase& play) { return play.provision("Users", userBody("anna")); }});
  all.push_back(
      {.name = "PATCH disable, leavers are counted", .prepare = makeCrew, .request = [](FaultCase& play) {
         return play.patch(play.user("anna"), replaceOf("active", "false"));
       }});
  all.push_back({.name = "DELETE user, leavers are counted",
                 .prepare = makeCrew,
                 .request = [](FaultCase& play) { return play.send("DELETE", play.user("anna")); },
                 .retry =
                     [](FaultCase& play) {
                       ScimAnswer answer = play.send("DELETE", play.user("anna"));
                       if (answer.status == 404) answer.status = 204;  // what Entra takes it for
                       return answer;
                     }});
  all.push_back(
      {.name = "group link, by the service that runs", .prepare = makeStaff, .request = [](FaultCase& play) {
         return running(play, "group link cn=staff,ou=groups,dc=example,dc=com g-1");
       }});
  return chapter;
}

}  // namespace scim2ldap::test
