// `scim2ldap group`: groups of the directory are linked to ids of the client.

#include <boost/test/unit_test.hpp>

#include "tests/connector/commands/CommandSetup.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/ScimClient.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

const std::string kStaff = "cn=staff,ou=groups,dc=example,dc=com";

SlapdOptions withGroups() {
  SlapdOptions options;
  options.ppolicy = true;
  options.ldif =
      "dn: cn=staff,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n"
      "dn: cn=crew,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n";
  return options;
}

ConnectorOptions withLocalGroups() {
  ConnectorOptions options;
  options.moreTables =
      "[endpoint.verbs]\ngroup_create = \"reject\"\ngroup_rename = \"reject\"\ngroup_delete = \"reject\"\n";
  return options;
}

struct Fixture {
  TemporarySlapd slapd{withGroups()};
  ConnectorProcess connector{slapd, withLocalGroups()};
  ScimClient client{connector};
  TemporaryFolder folder;

  [[nodiscard]] CommandRun run(const std::string& arguments) const {
    return runCommand(arguments, connector.configFile(), folder);
  }
  [[nodiscard]] std::int64_t matches(const std::string& externalId) const {
    return client.send("GET", "/Groups?filter=externalId+eq+%22" + externalId + "%22")
        .body.find("totalResults")
        ->asInteger();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(GroupCommand, Fixture)

BOOST_AUTO_TEST_CASE(an_external_id_cannot_command_the_terminal) {
  const CommandRun linked = run("group link " + kStaff + " \"$(printf 'g\\033[2J')\"");
  BOOST_TEST(linked.status == 0, linked.errors);
  const CommandRun listed = run("group list");
  for (const std::string& shown : {linked.errors, listed.output}) {
    BOOST_TEST(shown.find("g?[2J") != std::string::npos, shown);
    BOOST_TEST(shown.find('\x1B') == std::string::npos, shown);
  }
}

BOOST_AUTO_TEST_CASE(a_linked_group_is_matched_by_its_external_id_at_once) {
  BOOST_TEST(matches("g-1") == 0);
  const CommandRun linked = run("group link " + kStaff + " g-1");
  BOOST_TEST(linked.status == 0, linked.errors);
  BOOST_TEST(linked.says(kStaff + " is linked to g-1"), linked.errors);
  BOOST_TEST(matches("g-1") == 1);
  // The client still may not touch the link.
  const std::string id(client.send("GET", "/Groups?filter=externalId+eq+%22g-1%22")
                           .body.find("Resources")
                           ->asArray()
                           .at(0)
                           .stringAt("id"));
  BOOST_TEST(client.patch("/Groups/" + id, "Replace", "externalId", "\"g-9\"") == 403);

  connector.restart();
  BOOST_TEST(matches("g-1") == 1);
  BOOST_TEST(run("group unlink " + kStaff).says("was linked to g-1"));
  BOOST_TEST(matches("g-1") == 0);
  BOOST_TEST(run("group unlink " + kStaff).status == 1);
}

BOOST_AUTO_TEST_CASE(works_while_no_service_runs) {
  BOOST_TEST(connector.stop() == 0);
  BOOST_TEST(run("group link " + kStaff + " g-1").status == 0);
  connector.start();
  BOOST_TEST(matches("g-1") == 1);
}

BOOST_AUTO_TEST_CASE(one_id_is_for_one_group) {
  BOOST_TEST(run("group link " + kStaff + " g-1").status == 0);
  const CommandRun second = run("group link cn=crew,ou=groups,dc=example,dc=com g-1");
  BOOST_TEST(second.status == 1);
  BOOST_TEST(second.says("already in use by the entry " + kStaff), second.errors);
  BOOST_TEST(run("group link " + kStaff + " g-2").says("it was linked to g-1"));
  BOOST_TEST(run("group link cn=crew,ou=groups,dc=example,dc=com g-1").status == 0);
}

BOOST_AUTO_TEST_CASE(lists_every_group_with_what_it_is_linked_to) {
  BOOST_TEST(run("group link " + kStaff + " g-1").status == 0);
  const CommandRun table = run("group list");
  BOOST_TEST(table.output.find(kStaff + "  g-1          linked") != std::string::npos, table.output);
  BOOST_TEST(table.output.find("local") != std::string::npos, table.output);
  const scim::Json list = scim::parseJson(run("group list --json").output);
  BOOST_TEST_REQUIRE(list.asArray().size() == 2U);
  BOOST_TEST(list.asArray()[0].find("externalId")->isNull());
  BOOST_TEST(list.asArray()[1].stringAt("externalId") == "g-1");
}

BOOST_AUTO_TEST_CASE(tells_what_is_wrong_with_a_call) {
  BOOST_TEST(run("group").status == 2);
  BOOST_TEST(run("group join x y").status == 2);
  BOOST_TEST(run("group link " + kStaff).status == 2);
  BOOST_TEST(run("group link nonsense g-1").status == 2);
  BOOST_TEST(run("group link " + kStaff + " ''").status == 2);
  const CommandRun nobody = run("group link cn=nobody,ou=groups,dc=example,dc=com g-1");
  BOOST_TEST(nobody.status == 1);
  BOOST_TEST(nobody.says("has no group cn=nobody"), nobody.errors);
  BOOST_TEST(nobody.says("ou=groups,dc=example,dc=com"), nobody.errors);
  BOOST_TEST(run("group link " + kStaff + " g-1 --endpoint other").status == 2);
}

BOOST_AUTO_TEST_CASE(a_link_is_not_the_clients_to_change) {
  const ConnectorProcess open(slapd);
  const ScimClient own(open);
  BOOST_TEST(runCommand("group link " + kStaff + " g-1", open.configFile(), folder).status == 0);
  const ScimAnswer found = own.send("GET", "/Groups?filter=externalId+eq+%22g-1%22");
  const std::string path =
      "/Groups/" + std::string(found.body.find("Resources")->asArray().at(0).stringAt("id"));
  // Okta's PUT does not know of it.
  BOOST_TEST(own.send("PUT", path,
                      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff"})")
                 .status == 200);
  BOOST_TEST(own.send("GET", path).body.stringAt("externalId") == "g-1");
}

BOOST_AUTO_TEST_SUITE_END()
