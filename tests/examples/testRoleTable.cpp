#include <boost/test/unit_test.hpp>
#include <string>

#include "ldap/Directory.h"
#include "scim/Json.h"
#include "tests/examples/ShippedExample.h"
#include "tests/support/HttpClient.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

/// The example whose roles come from a table.
struct RoleTableFixture {
  ShippedExample example{"full-sync-role-mapping"};

  std::string send(const std::string& method, const std::string& path, const std::string& body) {
    const PlayedService& service = example.service();
    const HttpAnswer answer = sendHttp(
        method, service.baseUrl + path,
        {{"Authorization", "Bearer " + service.token}, {"Content-Type", "application/scim+json"}}, body);
    BOOST_TEST_REQUIRE(answer.status < 300, answer.body);
    return answer.body;
  }
  /// Makes a user with this app role. \returns the id
  std::string makeUser(const std::string& name, const std::string& role) {
    return std::string(
        scim::parseJson(send("POST", "/Users",
                             R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],)"
                             R"("externalId":")" +
                                 name + R"(","userName":")" + name +
                                 R"(","active":true,"roles":[{"primary":true,"value":")" + role + R"("}]})"))
            .stringAt("id"));
  }
  /// What the directory says of a user's role.
  std::string roleOf(const std::string& name) {
    ldap::DirectorySettings settings = example.slapd().settings();
    settings.bindDn = example.slapd().adminDn();
    settings.bindPassword = example.slapd().adminPassword();
    ldap::SearchRequest request;
    request.base = ldap::Dn::parse("ou=people," + example.slapd().base());
    request.filter = ldap::parseFilter("(uid=" + name + ")");
    request.attributes = {"employeeType"};
    const std::vector<ldap::Entry> found = ldap::Directory(settings).search(request);
    BOOST_TEST_REQUIRE(found.size() == 1U);
    return found.front().first("employeeType").value_or("");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(RoleTableSuite, RoleTableFixture)

BOOST_AUTO_TEST_CASE(K23_a_new_table_reaches_a_user_with_the_next_change_and_all_by_command) {
  const std::string ann = makeUser("ann@table.example", "Editor");
  makeUser("ben@table.example", "Editor");
  BOOST_TEST(roleOf("ann@table.example") == "editor");

  example.change(
      {{R"(table = { "Organization.Admin" = "admin", "Editor" = "editor", "Viewer" = "viewer", )"
        R"("member" = "viewer" })",
        R"(table = { "Organization.Admin" = "admin", "Editor" = "admin", "Viewer" = "viewer" })"}});
  example.connector().restart();
  BOOST_TEST(roleOf("ann@table.example") == "editor");
  BOOST_TEST(roleOf("ben@table.example") == "editor");

  send("PATCH", "/Users/" + ann,
       R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],)"
       R"("Operations":[{"op":"Replace","path":"displayName","value":"Ann"}]})");
  BOOST_TEST(roleOf("ann@table.example") == "admin");
  BOOST_TEST(roleOf("ben@table.example") == "editor");

  (void)example.connector().command("state resolve-roles --dry-run");
  BOOST_TEST(roleOf("ben@table.example") == "editor");
  (void)example.connector().command("state resolve-roles");
  BOOST_TEST(roleOf("ben@table.example") == "admin");
}

BOOST_AUTO_TEST_SUITE_END()
