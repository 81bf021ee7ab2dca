#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "connector/provisioning/PlanJson.h"
#include "connector/store/SqliteStore.h"
#include "ldap/Directory.h"
#include "ldap/TryBind.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Folders.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using ldap::ResultCode;

namespace {

const std::string kFirst = "first-Secret-7391";
const std::string kSecond = "second-Secret-8402";
const std::string kShort = "sh0rt";  // the directory's policy wants eight characters

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

/// A connector that takes passwords, by the shipped mapping with these keys in [user.password].
struct Fixture {
  TemporarySlapd slapd;
  TemporaryFolder folder;
  ConnectorProcess connector;
  ScimClient client;

  explicit Fixture(const std::string& keys = "method = \"exop\"")
      : slapd(withPolicy()),
        connector(slapd,
                  [&] {
                    ConnectorOptions options;
                    options.mapping = folder
                                          .write("mapping.toml", contentOf(SCIM2LDAP_SOURCE_DIR
                                                                           "/mappings/inetorgperson.toml") +
                                                                     "\n[user.password]\n" + keys + "\n")
                                          .string();
                    return options;
                  }()),
        client(connector) {}

  [[nodiscard]] ldap::Dn dn(const std::string& name) const {
    return ldap::Dn::parse("uid=" + name + ",ou=people," + slapd.base());
  }
  [[nodiscard]] ResultCode bind(const std::string& name, const std::string& password) const {
    return ldap::tryBind(slapd.settings(), dn(name), password);
  }
  [[nodiscard]] ScimAnswer post(const std::string& name, const std::string& password,
                                const std::string& more = "") const {
    return client.send("POST", "/Users",
                       R"({"userName":")" + name + R"(","password":")" + password + "\"" + more + "}");
  }
  [[nodiscard]] ScimAnswer patch(const std::string& id, const std::string& value) const {
    return client.send("PATCH", "/Users/" + id,
                       R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)"
                       R"({"op":"replace","value":)" +
                           value + "}]}");
  }
  [[nodiscard]] bool exists(const std::string& name) {
    return ldap::Directory(slapd.settings()).read(dn(name), {"uid"}).has_value();
  }
  [[nodiscard]] std::filesystem::path state() const {
    return connector.configFile().parent_path() / "state" / "scim2ldap.db";
  }
  /// Whether log or side table, what was deleted in it included, hold the text.
  [[nodiscard]] bool isWritten(const std::string& text) const {
    bool written = connector.log().find(text) != std::string::npos;
    for (const auto& file : std::filesystem::directory_iterator(state().parent_path())) {
      written = written || contentOf(file.path()).find(text) != std::string::npos;
    }
    return written;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(Passwords)

BOOST_AUTO_TEST_CASE(who_is_made_with_a_password_logs_in_with_it_and_nothing_shows_or_keeps_it) {
  const Fixture fixture;
  const ScimAnswer made = fixture.post("alice", kFirst, R"(,"displayName":"Alice A")");
  BOOST_TEST_REQUIRE(made.status == 201);
  BOOST_CHECK(fixture.bind("alice", kFirst) == ResultCode::Success);
  BOOST_CHECK(fixture.bind("alice", kSecond) == ResultCode::InvalidCredentials);

  BOOST_TEST(fixture.patch(made.id(), R"({"password":")" + kSecond + R"(","title":"Boss"})").status == 200);
  BOOST_CHECK(fixture.bind("alice", kSecond) == ResultCode::Success);
  for (const std::string& path : {"/Users/" + made.id(), std::string("/Users"),
                                  "/Users/" + made.id() + "?attributes=password,userName"}) {
    const std::string text = scim::printJson(fixture.client.send("GET", path).body);
    BOOST_TEST(text.find("assword") == std::string::npos, text);
  }
  for (const std::string& secret : {kFirst, kSecond}) BOOST_TEST(!fixture.isWritten(secret));
  BOOST_TEST(fixture.isWritten("userPassword: (removed)"));  // where the plan's LDIF is kept
}

BOOST_AUTO_TEST_CASE(an_attribute_can_take_the_password_where_the_directory_hashes_it) {
  const Fixture fixture("method = \"attribute\"\nldap = \"userPassword\"");
  const ScimAnswer made = fixture.post("alice", kFirst);
  BOOST_TEST_REQUIRE(made.status == 201);
  BOOST_CHECK(fixture.bind("alice", kFirst) == ResultCode::Success);
  BOOST_TEST(fixture.patch(made.id(), R"({"password":")" + kSecond + "\"}").status == 200);
  BOOST_CHECK(fixture.bind("alice", kFirst) == ResultCode::InvalidCredentials);
  BOOST_CHECK(fixture.bind("alice", kSecond) == ResultCode::Success);
  for (const std::string& secret : {kFirst, kSecond}) BOOST_TEST(!fixture.isWritten(secret));
}

BOOST_AUTO_TEST_CASE(put_sets_a_password_and_leaves_it_when_it_names_none) {
  const Fixture fixture;
  const ScimAnswer made = fixture.post("alice", kFirst);
  const std::string path = "/Users/" + made.id();
  BOOST_TEST(fixture.client.send("PUT", path, R"({"userName":"alice","title":"Boss"})").status == 200);
  BOOST_CHECK(fixture.bind("alice", kFirst) == ResultCode::Success);
  const ScimAnswer put =
      fixture.client.send("PUT", path, R"({"userName":"alice2","password":")" + kSecond + "\"}");
  BOOST_TEST(put.status == 200);
  BOOST_TEST(put.body.stringAt("userName") == "alice2");
  BOOST_CHECK(fixture.bind("alice2", kSecond) == ResultCode::Success);
}

BOOST_AUTO_TEST_CASE(a_post_whose_password_the_policy_refuses_leaves_nothing_behind) {
  Fixture fixture;
  const ScimAnswer refused = fixture.post("alice", kShort, R"(,"externalId":"e1")");
  BOOST_TEST(refused.status == 400);
  BOOST_TEST(refused.body.stringAt("scimType") == "invalidValue");
  const std::string detail(refused.body.stringAt("detail"));
  BOOST_TEST(detail.find("the password of uid=alice") != std::string::npos, detail);
  BOOST_TEST(detail.find("Password fails quality checking policy") != std::string::npos, detail);
  BOOST_TEST(!fixture.exists("alice"));
  BOOST_TEST(!fixture.isWritten(kShort));
  BOOST_TEST(fixture.post("alice", kFirst, R"(,"externalId":"e1")").status == 201);
}

BOOST_AUTO_TEST_CASE(a_patch_whose_password_is_refused_changes_nothing_but_locks_a_leaver_out) {
  const Fixture fixture;
  const ScimAnswer made = fixture.post("alice", kFirst, R"(,"title":"Planner")");
  BOOST_TEST(fixture.patch(made.id(), R"({"title":"Boss","password":")" + kShort + "\"}").status == 400);
  BOOST_TEST(fixture.patch(made.id(), R"({"title":"Boss","password":"hunter2\n"})").status == 400);
  BOOST_TEST(fixture.client.send("GET", "/Users/" + made.id()).body.stringAt("title") == "Planner");
  BOOST_CHECK(fixture.bind("alice", kFirst) == ResultCode::Success);
  BOOST_TEST(fixture.patch(made.id(), R"({"active":false,"password":")" + kShort + "\"}").status == 400);
  BOOST_CHECK(fixture.bind("alice", kFirst) == ResultCode::InvalidCredentials);
  BOOST_TEST(!fixture.isWritten("hunter2"));
}

BOOST_AUTO_TEST_CASE(a_password_does_not_let_a_disabled_user_in) {
  const Fixture fixture;
  const ScimAnswer made = fixture.post("alice", kFirst, R"(,"active":false)");
  BOOST_TEST_REQUIRE(made.status == 201);
  BOOST_TEST(made.body.find("active")->asBool() == false);
  BOOST_CHECK(fixture.bind("alice", kFirst) == ResultCode::InvalidCredentials);
  const ScimAnswer patched = fixture.patch(made.id(), R"({"password":")" + kSecond + "\"}");
  BOOST_TEST(patched.status == 200);
  BOOST_TEST(patched.body.find("active")->asBool() == false);
  BOOST_CHECK(fixture.bind("alice", kSecond) == ResultCode::InvalidCredentials);
  BOOST_TEST(fixture.patch(made.id(), R"({"active":true})").status == 200);
  BOOST_CHECK(fixture.bind("alice", kSecond) == ResultCode::Success);
}

BOOST_AUTO_TEST_CASE(is_advertised_and_cannot_be_filtered_by) {
  const Fixture fixture;
  const ScimAnswer config = fixture.client.send("GET", "/ServiceProviderConfig");
  BOOST_TEST(config.body.find("changePassword")->find("supported")->asBool());
  const std::string schema =
      scim::printJson(fixture.client.send("GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User").body);
  BOOST_TEST(schema.find("\"mutability\":\"writeOnly\",\"returned\":\"never\"") != std::string::npos, schema);
  const ScimAnswer filtered = fixture.client.send("GET", "/Users?filter=password+eq+%22" + kFirst + "%22");
  BOOST_TEST(filtered.status == 400);
  BOOST_TEST(filtered.body.stringAt("scimType") == "invalidFilter");
  BOOST_TEST(!fixture.isWritten(kFirst));
}

BOOST_AUTO_TEST_CASE(without_a_word_in_the_mapping_a_password_is_ignored_and_told) {
  const Fixture fixture("method = \"none\"");
  BOOST_TEST(fixture.post("alice", kFirst).status == 201);
  BOOST_CHECK(fixture.bind("alice", kFirst) == ResultCode::InvalidCredentials);
  const ScimAnswer config = fixture.client.send("GET", "/ServiceProviderConfig");
  BOOST_TEST(!config.body.find("changePassword")->find("supported")->asBool());
  const ScimAnswer filtered = fixture.client.send("GET", "/Users?filter=password+eq+%22" + kFirst + "%22");
  BOOST_TEST(filtered.body.stringAt("scimType") == "invalidFilter");
  BOOST_TEST(fixture.isWritten(R"("attributes":["password"])"));
  BOOST_TEST(!fixture.isWritten(kFirst));
}

BOOST_AUTO_TEST_CASE(a_plan_cut_short_at_its_password_is_taken_back_or_goes_on_without_it_and_says_so) {
  using namespace scim2ldap::connector;
  Fixture fixture;
  const ScimAnswer bob = fixture.post("bob", kFirst);
  BOOST_TEST(fixture.post("carol", kFirst).status == 201);
  fixture.connector.stop();
  // As a crash leaves it between the steps of a POST, of a PATCH that sets a password alone, and of one behind
  // which a lock is put on again.
  const ldap::Entry entry{
      fixture.dn("alice"),
      {{"objectClass", {"inetOrgPerson"}}, {"uid", {"alice"}}, {"cn", {"alice"}}, {"sn", {"a"}}}};
  ldap::Directory directory(fixture.slapd.settings());
  BOOST_TEST_REQUIRE(directory.add(entry).ok());
  Plan made{"directory", {AddEntry{entry}, SetPassword{entry.dn, "", kFirst}}};
  ResourceRow row{"tests", "User", ""};
  row.externalId = "e1";
  row.kept = scim::Json::object();
  made.changes.upserts = {row};
  LogRow log;
  log.method = "POST";
  log.status = 201;
  made.changes.log = {log};
  Plan changed{"directory", {SetPassword{fixture.dn("bob"), "", kSecond}}};
  changed.changes.log = {log};
  const std::vector<ldap::Modification> boss{{ldap::ModificationType::Replace, "title", {"Boss"}}};
  BOOST_TEST_REQUIRE(directory.modify(fixture.dn("carol"), boss).ok());
  const ModifyEntry lock{
      fixture.dn("carol"), {{ldap::ModificationType::Replace, "description", {"locked"}}}, {}};
  Plan locked{"directory",
              {ModifyEntry{fixture.dn("carol"), boss, {}}, SetPassword{fixture.dn("carol"), "", kSecond}, lock}};
  locked.changes.log = {log};
  {
    const std::unique_ptr<Store> store = openSqliteStore(fixture.state());
    static_cast<void>(store->beginJournal(toJson(made)));
    static_cast<void>(store->beginJournal(toJson(changed)));
    static_cast<void>(store->beginJournal(toJson(locked)));
  }
  fixture.connector.start();

  const ScimAnswer found = fixture.client.send("GET", "/Users?filter=externalId+eq+%22e1%22");
  BOOST_TEST(found.body.find("totalResults")->asInteger() == 0);
  BOOST_TEST(!directory.read(fixture.dn("alice"), {}).has_value());
  BOOST_TEST(directory.read(fixture.dn("carol"), {"description"}).value().has("description"));
  BOOST_CHECK(fixture.bind("bob", kFirst) == ResultCode::Success);
  const std::string said = fixture.connector.log();
  for (const std::string name : {"alice", "bob", "carol"}) {
    const std::size_t line = said.find("\"dn\":\"uid=" + name);
    BOOST_TEST_REQUIRE(line != std::string::npos, said);
    BOOST_TEST(said.substr(said.rfind('\n', line) + 1, line).find("PASSWORD_NOT_KEPT") != std::string::npos);
  }
  BOOST_TEST(fixture.isWritten("cut short: whether the password was set is not known"));
  BOOST_TEST(!fixture.isWritten(kSecond));
  // The client repeats what got no answer, and looks for the user first.
  BOOST_TEST(fixture.post("alice", kFirst).status == 201);
  BOOST_CHECK(fixture.bind("alice", kFirst) == ResultCode::Success);
  BOOST_TEST(fixture.patch(bob.id(), R"({"password":")" + kSecond + "\"}").status == 200);
  BOOST_CHECK(fixture.bind("bob", kSecond) == ResultCode::Success);
}

BOOST_AUTO_TEST_SUITE_END()
