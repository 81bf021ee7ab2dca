#include <boost/test/unit_test.hpp>

#include "scim/Json.h"
#include "tests/connector/commands/CommandSetup.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Folders.h"
#include "tests/support/HttpClient.h"
#include "tests/support/Program.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

const std::string kPatchHead =
    R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)";

/// A running connector with anna, her report bert, and a group of both; previews run beside it.
struct PreviewFixture {
  PreviewFixture() {
    anna = make("/Users", R"({"userName":"anna","name":{"familyName":"Novak"},"externalId":"e1"})");
    bert = make("/Users",
                R"({"userName":"bert",)"
                R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":")" +
                    anna + R"("}}})");
    crew = make("/Groups", R"({"displayName":"crew","members":[{"value":")" + anna + R"("},{"value":")" +
                               bert + R"("}]})");
    before = dump(directory);
  }

  std::string make(const std::string& path, const std::string& body) {
    const HttpAnswer answer = sendHttp(
        "POST", connector.baseUrl() + path,
        {{"Authorization", "Bearer " + connector.token()}, {"Content-Type", "application/scim+json"}}, body);
    BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
    return std::string(scim::parseJson(answer.body).stringAt("id"));
  }

  /// Runs a preview, and makes sure that directory and side table stay as they are.
  CommandRun preview(const std::string& arguments, const std::string& body = "") {
    const std::string input = folder.write("body", body).string();
    const CommandRun run =
        runCommand("preview " + arguments + " - <'" + input + "'", connector.configFile(), folder);
    BOOST_TEST_MESSAGE(run.output << run.errors);
    BOOST_TEST((dump(directory) == before), "the directory was changed");
    return run;
  }

  TemporarySlapd directory{[] {
    SlapdOptions options;
    options.ppolicy = true;
    return options;
  }()};
  ConnectorProcess connector{directory};
  TemporaryFolder folder;
  std::string anna, bert, crew, before;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(PreviewSuite, PreviewFixture)

BOOST_AUTO_TEST_CASE(shows_the_entry_that_a_post_makes) {
  const CommandRun run = preview("--method POST --path /Users", R"({"userName":"cleo","title":"Planner"})");
  BOOST_TEST(run.status == 0);
  BOOST_TEST(run.output ==
             "dn: uid=cleo,ou=people,dc=example,dc=com\nchangetype: add\ncn: cleo\n"
             "objectClass: inetOrgPerson\nsn: cleo\ntitle: Planner\nuid: cleo\n\n");
}

BOOST_AUTO_TEST_CASE(shows_a_rename_with_the_groups_and_references_that_follow) {
  const CommandRun run = preview("--method patch --path /Users/" + anna,
                                 kPatchHead + R"({"op":"replace","path":"userName","value":"anne"}]})");
  BOOST_TEST(run.status == 0);
  const std::size_t renamed = run.output.find(
      "dn: uid=anna,ou=people,dc=example,dc=com\nchangetype: modrdn\nnewrdn: uid=anne\ndeleteoldrdn: 1\n");
  const std::size_t group = run.output.find(
      "dn: cn=crew,ou=groups,dc=example,dc=com\nchangetype: modify\nadd: member\n"
      "member: uid=anne,ou=people,dc=example,dc=com\n-\ndelete: member\n"
      "member: uid=anna,ou=people,dc=example,dc=com\n-\n");
  const std::size_t manager =
      run.output.find("dn: uid=bert,ou=people,dc=example,dc=com\nchangetype: modify\n");
  BOOST_TEST(renamed != std::string::npos);
  BOOST_TEST(group != std::string::npos);
  BOOST_TEST(manager != std::string::npos);
  BOOST_TEST(run.says("manager: uid=anne,ou=people,dc=example,dc=com\n"));
}

BOOST_AUTO_TEST_CASE(shows_a_delete_with_the_memberships_that_go_first) {
  const CommandRun run = preview("--method DELETE --path /Users/" + bert);
  BOOST_TEST(run.status == 0);
  BOOST_TEST(run.output ==
             "dn: cn=crew,ou=groups,dc=example,dc=com\nchangetype: modify\ndelete: member\n"
             "member: uid=bert,ou=people,dc=example,dc=com\n-\n\n"
             "dn: uid=bert,ou=people,dc=example,dc=com\nchangetype: delete\n\n");
}

BOOST_AUTO_TEST_CASE(shows_members_that_come_and_go) {
  const CommandRun run =
      preview("--method PATCH --path /Groups/" + crew,
              kPatchHead + R"({"op":"Remove","path":"members","value":[{"value":")" + bert + R"("}]}]})");
  BOOST_TEST(run.status == 0);
  BOOST_TEST(run.says("delete: member\nmember: uid=bert,ou=people,dc=example,dc=com\n-\n"));
}

BOOST_AUTO_TEST_CASE(shows_the_placeholder_that_comes_and_goes) {
  const std::string empty = make("/Groups", R"({"displayName":"empty"})");
  before = dump(directory);
  const auto change = [&](const std::string& op, const std::string& group, const std::string& members) {
    return preview("--method PATCH --path /Groups/" + group,
                   kPatchHead + R"({"op":")" + op + R"(","path":"members","value":[)" + members + "]}]}");
  };
  const std::string both = R"({"value":")" + anna + R"("},{"value":")" + bert + R"("})";
  BOOST_TEST(change("Add", empty, both).says("-\ndelete: member\nmember: cn=empty-group\n-\n"));
  BOOST_TEST(change("Remove", crew, both).says("add: member\nmember: cn=empty-group\n-\ndelete: member\n"));
  BOOST_TEST(!change("Remove", crew, R"({"value":")" + anna + R"("})").says("cn=empty-group"));
}

BOOST_AUTO_TEST_CASE(says_where_nothing_or_only_the_side_table_changes) {
  const std::string path = "--method PATCH --path /Users/" + anna;
  const CommandRun same =
      preview(path, kPatchHead + R"({"op":"replace","path":"userName","value":"anna"}]})");
  BOOST_TEST(same.status == 0);
  BOOST_TEST(same.output == "# Nothing changes: everything is as the request wants it.\n");
  const CommandRun aside =
      preview(path, kPatchHead + R"({"op":"replace","path":"externalId","value":"e2"}]})");
  BOOST_TEST(aside.status == 0);
  BOOST_TEST(aside.output == "# Only the side table changes; the directory stays as it is.\n\n");
}

BOOST_AUTO_TEST_CASE(prints_the_scim_error_of_a_request_that_would_be_refused) {
  const CommandRun taken = preview("--method POST --path /Users", R"({"userName":"ANNA"})");
  BOOST_TEST(taken.status == 1);
  BOOST_TEST(taken.output.empty());
  const scim::Json error = scim::parseJson(taken.errors);
  BOOST_TEST(error.stringAt("status") == "409");
  BOOST_TEST(error.stringAt("scimType") == "uniqueness");
  BOOST_TEST(error.stringAt("detail") ==
             "userName \"ANNA\" is already in use by the entry uid=anna,ou=people,dc=example,dc=com");
  const CommandRun sameId =
      preview("--method POST --path /Users", R"({"userName":"dora","externalId":"e1"})");
  BOOST_TEST(sameId.errors.find("externalId") != std::string::npos);
  const CommandRun unknown = preview("--method DELETE --path /Users/none");
  BOOST_TEST(scim::parseJson(unknown.errors).stringAt("status") == "404");
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_away_is_a_503) {
  directory.kill();
  BOOST_CHECK_EXCEPTION((void)connector.command("preview --method DELETE --path /Users/" + anna),
                        std::runtime_error, [](const std::runtime_error& error) {
                          return std::string(error.what()).find("\"status\":\"503\"") != std::string::npos;
                        });
  directory.start();
}

BOOST_AUTO_TEST_CASE(a_call_that_makes_no_sense_is_wrong_usage) {
  BOOST_TEST(preview("--path /Users").status == 2);
  BOOST_TEST(preview("--method GET --path /Users").status == 2);
  BOOST_TEST(preview("--method POST --path /Users/x").status == 2);
  BOOST_TEST(preview("--method PUT --path /Users").status == 2);
  BOOST_TEST(preview("--method POST --path /Me").status == 2);
  BOOST_TEST(preview("--method POST --path /Users --endpoint nowhere").status == 2);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(PreviewOfNumbers)

BOOST_AUTO_TEST_CASE(shows_the_next_number_without_taking_it_and_makes_no_side_table) {
  SlapdOptions options;
  options.ppolicy = true;
  options.schemas = {"core", "cosine", "inetorgperson",
                     SCIM2LDAP_SOURCE_DIR "/etc/ldap/schema/rfc2307bis.schema"};
  options.ldif =
      "dn: ou=counters,dc=example,dc=com\nobjectClass: organizationalUnit\n\n"
      "dn: cn=uidNext,ou=counters,dc=example,dc=com\nobjectClass: applicationProcess\n"
      "objectClass: extensibleObject\nuidNumber: 10007\n\n"
      "dn: cn=gidNext,ou=counters,dc=example,dc=com\nobjectClass: applicationProcess\n"
      "objectClass: extensibleObject\ngidNumber: 10003\n\n";
  const TemporarySlapd directory(options);
  const CommandSetup setup(directory, "posix.toml");
  const std::string before = dump(directory);
  const std::string body = setup.write("body.json", R"({"userName":"cleo"})").string();
  for (int i = 0; i < 2; ++i) {
    const CommandRun run = setup.run("preview --method POST --path /Users '" + body + "'");
    BOOST_TEST_MESSAGE(run.output << run.errors);
    BOOST_TEST(run.status == 0);
    BOOST_TEST(run.says("uidNumber: 10007\n"));
    BOOST_TEST(run.says("gidNumber: 10003\n"));
  }
  BOOST_TEST((dump(directory) == before));
  BOOST_TEST(!std::filesystem::exists(setup.file("state")));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(PreviewOfRoles)

BOOST_AUTO_TEST_CASE(shows_the_attribute_and_the_groups_of_a_role) {
  SlapdOptions options;
  options.ppolicy = true;
  options.ldif =
      "dn: cn=admins,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n";
  const TemporarySlapd directory(options);
  ConnectorOptions withRoles;
  withRoles.mapping = SCIM2LDAP_SOURCE_DIR "/tests/idp/entra/roles.toml";
  withRoles.moreTables =
      "[endpoint.roles]\ntable = { \"Portal Admin\" = \"admin\", \"Portal Editor\" = \"editor\" }\n";
  const ConnectorProcess connector(directory, withRoles);
  const TemporaryFolder folder;
  const auto preview = [&](const std::string& role) {
    const std::string input =
        folder.write("body", R"({"userName":"cleo","roles":[{"value":")" + role + R"("}]})").string();
    return runCommand("preview --method POST --path /Users - <'" + input + "'", connector.configFile(),
                      folder);
  };
  const CommandRun run = preview("portal admin");
  BOOST_TEST(run.status == 0);
  BOOST_TEST(run.output ==
             "# Role: admin\n\ndn: uid=cleo,ou=people,dc=example,dc=com\nchangetype: add\ncn: cleo\n"
             "employeeType: admin\nobjectClass: inetOrgPerson\nsn: cleo\nuid: cleo\n\n"
             "dn: cn=admins,ou=groups,dc=example,dc=com\nchangetype: modify\nadd: member\n"
             "member: uid=cleo,ou=people,dc=example,dc=com\n-\n"
             "delete: member\nmember: cn=empty-group\n-\n\n");
  const CommandRun refused = preview("Portal Editor");
  BOOST_TEST(refused.status == 1);
  BOOST_TEST(refused.says("cn=editors,ou=groups,dc=example,dc=com, which does not exist"));
}

BOOST_AUTO_TEST_SUITE_END()
