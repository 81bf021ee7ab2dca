// `scim2ldap state rebuild`: after the loss of the side table.

#include <boost/test/unit_test.hpp>

#include "connector/store/SqliteStore.h"
#include "ldap/Directory.h"
#include "tests/connector/commands/CommandSetup.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Program.h"
#include "tests/support/ScimClient.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using connector::FallbackState;
using connector::Origin;
using connector::ResourceRow;

namespace {

SlapdOptions withFallbackGroup() {
  SlapdOptions options;
  options.ppolicy = true;
  options.ldif =
      "dn: cn=basic,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n";
  return options;
}

/// The externalId of users stands in the directory as well.
std::string mappingFile(const TemporaryFolder& folder) {
  std::string mapping = readFile(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml");
  const std::size_t at = mapping.find("[group]");
  mapping.insert(at, "[[user.attribute]]\nldap = \"carLicense\"\nvalue = \"{externalId}\"\n\n");
  return folder.write("mapping.toml", mapping).string();
}

struct Fixture {
  TemporaryFolder folder;
  TemporarySlapd slapd{withFallbackGroup()};
  ConnectorProcess connector{
      slapd,
      {.mapping = mappingFile(folder),
       .moreTables = "[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\ngrace = \"1h\"\n"}};
  ScimClient client{connector};
  ldap::Directory directory{slapd.settings()};
  std::string ann = make("ann", "x-1");
  std::string bob = make("bob", "x-2");
  std::string staff = client.makeGroup("staff");

  Fixture() {
    const std::vector<ldap::Modification> bobComes{
        {ldap::ModificationType::Replace, "member", {"uid=bob,ou=people,dc=example,dc=com"}}};
    BOOST_TEST_REQUIRE(
        directory.modify(ldap::Dn::parse("cn=basic,ou=groups,dc=example,dc=com"), bobComes).ok());
  }

  [[nodiscard]] std::string make(const std::string& userName, const std::string& externalId) const {
    return client
        .send("POST", "/Users",
              R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" + userName +
                  R"(","externalId":")" + externalId + R"("})")
        .id();
  }
  [[nodiscard]] CommandRun run(const std::string& arguments) const {
    return runCommand("state " + arguments, connector.configFile(), folder);
  }
  [[nodiscard]] std::filesystem::path stateFile() const {
    return connector.configFile().parent_path() / "state" / "scim2ldap.db";
  }
  [[nodiscard]] std::unique_ptr<connector::Store> store() const {
    return connector::openSqliteStore(stateFile());
  }
  void lose() {
    connector.kill();
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(stateFile().string() + end);
  }
  /// A client with a new token.
  [[nodiscard]] ScimClient again() const {
    const std::string token = connector.command("token create again");
    return {connector.baseUrl(), token.substr(0, token.find('\n'))};
  }
  void isRebuilt() {
    const auto table = store();
    const auto row = table->find({"tests", "User", ann});
    BOOST_TEST_REQUIRE(row.has_value());
    BOOST_TEST(row->externalId.value_or("") == "x-1");
    BOOST_TEST((row->origin == Origin::Adopted));
    BOOST_TEST((row->created > connector::TimePoint{}));
    BOOST_TEST(table->countResources("tests")["User"] == 2);
    BOOST_TEST(table->countResources("tests")["Group"] == 2);
    BOOST_TEST(!table->find({"tests", "Group", staff})->externalId);
    // Bob stands in the fallback group.
    BOOST_TEST(table->fallbackRows("tests", {ann}).empty());
    const auto fallback = table->fallbackRows("tests", {bob});
    BOOST_TEST_REQUIRE(fallback.size() == 1U);
    BOOST_TEST((fallback.front().state == FallbackState::Inside));
    BOOST_TEST(!fallback.front().due);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(Rebuild, Fixture)

BOOST_AUTO_TEST_CASE(without_a_service_and_again) {
  lose();
  const CommandRun look = run("rebuild --dry-run");
  BOOST_TEST(look.status == 0, look.errors);
  BOOST_TEST(look.says("User " + ann + " x-1 uid=ann,ou=people,dc=example,dc=com\n"), look.output);
  BOOST_TEST(look.says("Group " + staff + " - cn=staff,ou=groups,dc=example,dc=com\n"), look.output);
  BOOST_TEST(look.says("2 of 2 User entries would get a row, 2 of them with their externalId"), look.errors);
  BOOST_TEST(!std::filesystem::exists(stateFile()));

  const CommandRun rebuilt = run("rebuild");
  BOOST_TEST(rebuilt.status == 0, rebuilt.errors);
  BOOST_TEST(rebuilt.says("2 of 2 User entries got a row, 2 of them with their externalId"), rebuilt.errors);
  BOOST_TEST(rebuilt.says("2 of 2 Group entries got a row, 0 of them with their externalId"), rebuilt.errors);
  BOOST_TEST(rebuilt.says("Restart provisioning"), rebuilt.errors);
  BOOST_TEST(rebuilt.says("scim2ldap token create"), rebuilt.errors);
  isRebuilt();
  const CommandRun again = run("rebuild");
  BOOST_TEST(again.says("0 of 2 User entries got a row"));
  BOOST_TEST(again.says("Nothing was missing"));
  BOOST_TEST(!again.says("is not got back"));
  isRebuilt();
  connector.start();
  BOOST_TEST(run("verify").status == 0);
}

BOOST_AUTO_TEST_CASE(by_the_running_service_beside_what_clients_have_made_since) {
  lose();
  connector.start();
  const ScimClient own = again();
  // Entra says again what it knows.
  BOOST_TEST(own.patch("/Users/" + bob, "Add", "externalId", "\"x-9\"") == 200);
  const CommandRun rebuilt = run("rebuild");
  BOOST_TEST(rebuilt.status == 0, rebuilt.errors);
  BOOST_TEST(rebuilt.says("1 of 2 User entries got a row"), rebuilt.errors);
  BOOST_TEST(store()->find({"tests", "User", bob})->externalId.value_or("") == "x-9");
  BOOST_TEST(own.send("GET", "/Users/" + ann).body.stringAt("externalId") == "x-1");
  BOOST_TEST(
      own.send("GET", "/Users?filter=externalId+eq+%22x-1%22").body.find("totalResults")->asInteger() == 1);
  BOOST_TEST(own.patch("/Users/" + ann, "Replace", "displayName", "\"Ann B\"") == 200);
  BOOST_TEST(run("verify").status == 0);
}

BOOST_AUTO_TEST_CASE(an_external_id_that_two_entries_show_is_nobodys) {
  BOOST_TEST_REQUIRE(directory
                         .add({ldap::Dn::parse("uid=twin,ou=people,dc=example,dc=com"),
                               {{"objectClass", {"inetOrgPerson"}},
                                {"uid", {"twin"}},
                                {"cn", {"T"}},
                                {"sn", {"T"}},
                                {"carLicense", {"x-1"}}}})
                         .ok());
  const CommandRun rebuilt = run("rebuild");
  BOOST_TEST(rebuilt.status == 0, rebuilt.errors);
  BOOST_TEST(rebuilt.says("1 of 3 User entries got a row, 0 of them with their externalId"), rebuilt.errors);
  BOOST_TEST(rebuilt.says(" goes without its externalId, which another one has as well; see which is right"),
             rebuilt.errors);
  BOOST_TEST(store()->find({"tests", "User", ann})->externalId.value_or("") == "x-1");
}

BOOST_AUTO_TEST_SUITE_END()
