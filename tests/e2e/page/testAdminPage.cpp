#include <boost/test/unit_test.hpp>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "scim/Json.h"
#include "tests/e2e/page/Browser.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Folders.h"
#include "tests/support/HttpClient.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap::test;
using scim2ldap::scim::parseJson;

namespace {

HttpAnswer send(const ConnectorProcess& connector, const std::string& method, const std::string& path,
                const std::string& body = "") {
  return sendHttp(
      method, connector.baseUrl() + path,
      {{"Authorization", "Bearer " + connector.token()}, {"Content-Type", "application/scim+json"}}, body);
}

HttpAnswer createUser(const ConnectorProcess& connector, const std::string& userName,
                      const std::string& displayName, const std::string& more = "") {
  return send(connector, "POST", "/Users",
              R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" + userName +
                  R"(","displayName":")" + displayName +
                  R"(","name":{"givenName":"Ada","familyName":"Lovelace"})" + more + "}");
}

/// \returns the id
std::string made(const HttpAnswer& answer) {
  BOOST_TEST_REQUIRE(answer.status == 201, answer.body);
  return std::string(parseJson(answer.body).stringAt("id"));
}

void checkConsole(const RenderedPage& page) {
  for (const std::string& line : page.console) BOOST_ERROR("the console says: " << line);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(AdminPage)

BOOST_AUTO_TEST_CASE(points_the_administrator_of_an_empty_connector_at_the_tenant_url) {
  const TemporarySlapd slapd({.ppolicy = true});
  const ConnectorProcess connector(slapd);
  const RenderedPage page = openInBrowser(connector.adminUrl() + "/");
  BOOST_TEST(page.shows("All is well"));
  BOOST_TEST(page.shows("Nothing was written yet. Point Entra at " + connector.baseUrl()));
  BOOST_TEST(!page.shows(connector.token()));
  checkConsole(page);
}

BOOST_AUTO_TEST_CASE(shows_what_tokens_may_do_and_misses_one_only_where_nobody_can_sign_in) {
  const TemporarySlapd slapd;
  for (const bool hasOAuth : {false, true}) {
    ConnectorOptions options;
    if (hasOAuth) options.endpointLines = "[endpoint.oauth]\n";
    const ConnectorProcess connector(slapd, options);
    BOOST_TEST(
        openInBrowser(connector.adminUrl() + "/").shows("user.read user.write group.read group.write"));
    static_cast<void>(connector.command("token revoke tests"));
    const RenderedPage page = openInBrowser(connector.adminUrl() + "/");
    BOOST_TEST(page.shows("has no valid token, so nobody can sign in") == !hasOAuth);
    checkConsole(page);
  }
}

BOOST_AUTO_TEST_CASE(shows_what_was_written_what_was_refused_and_why) {
  const TemporarySlapd slapd({.ppolicy = true});
  const ConnectorProcess connector(slapd);
  // A name that would be a script if the page took values for markup.
  const std::string hostile = "<img src=x onerror=console.error(1)>";
  const HttpAnswer made = createUser(connector, "ada.lovelace@corp.example", "Ada");
  BOOST_TEST_REQUIRE(made.status == 201, made.body);
  BOOST_TEST_REQUIRE(createUser(connector, hostile, "Mallory").status == 201);
  const HttpAnswer refusal = createUser(connector, "ada.lovelace@corp.example", "Ada again");
  BOOST_TEST_REQUIRE(refusal.status == 409);
  const std::string reason(parseJson(refusal.body).stringAt("detail"));
  BOOST_TEST_REQUIRE(!reason.empty());

  // The first row is that of the token.
  const RenderedPage page = openInBrowser(connector.adminUrl() + "/#2");
  BOOST_TEST(page.shows("All is well"));
  BOOST_TEST(page.shows(connector.baseUrl()));
  BOOST_TEST(page.shows("inetorgperson.toml"));
  BOOST_TEST(page.shows("ada.lovelace@corp.example"));
  BOOST_TEST(page.shows(reason));
  BOOST_TEST(page.shows(hostile));
  // The row that the address names stands open, with its plan.
  BOOST_TEST(page.shows("changetype: add"));
  checkConsole(page);

  const RenderedPage failed = openInBrowser(connector.adminUrl() + "/?failed=true");
  BOOST_TEST(failed.shows(reason));
  BOOST_TEST(!failed.shows(hostile));
  checkConsole(failed);

  const RenderedPage none = openInBrowser(connector.adminUrl() + "/?text=nobody");
  BOOST_TEST(none.shows("No write matches."));
  checkConsole(none);
}

BOOST_AUTO_TEST_CASE(shows_what_the_policies_made_of_users) {
  const TemporarySlapd slapd({.ppolicy = true,
                              .ldif = "dn: cn=basic,ou=groups,dc=example,dc=com\n"
                                      "objectClass: groupOfNames\ncn: basic\nmember: cn=empty-group\n"});
  const ConnectorProcess connector(
      slapd, {.endpointLines = "[endpoint.roles]\ntable = { \"Portal Admin\" = \"admin\" }\n"
                               "[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\n"});
  const std::string hostile = "<img src=x onerror=console.error(1)>";
  const std::string hostileId = "</td><script>console.error(2)</script>";
  const std::string hostileRole = "<svg onload=console.error(3)>";
  static_cast<void>(made(createUser(connector, "ada@corp.example", "Ada",
                                    R"(,"externalId":"e-1","roles":[{"value":"Portal Admin"}])")));
  static_cast<void>(made(createUser(connector, hostile, "Mallory",
                                    R"(,"active":false,"externalId":")" + hostileId +
                                        R"(","roles":[{"value":")" + hostileRole + R"("}])")));

  const RenderedPage page = openInBrowser(connector.adminUrl() + "/resources?endpoint=tests&type=User");
  BOOST_TEST(page.shows("ada@corp.example"));
  BOOST_TEST(page.shows("e-1"));
  BOOST_TEST(page.shows("Portal Admin → admin"));
  BOOST_TEST(page.shows("waiting until "));
  BOOST_TEST(page.shows(hostile));
  BOOST_TEST(page.shows(hostileId));
  BOOST_TEST(page.shows(hostileRole));
  checkConsole(page);

  const RenderedPage found = openInBrowser(connector.adminUrl() + "/resources?endpoint=tests&search=ADA");
  BOOST_TEST(found.shows("ada@corp.example"));
  BOOST_TEST(!found.shows("Mallory"));
  BOOST_TEST(!found.shows(hostile));
  checkConsole(found);

  const RenderedPage none = openInBrowser(connector.adminUrl() + "/resources?search=" + "%3Cb%3Enobody");
  BOOST_TEST(none.shows("No user matches."));
  checkConsole(none);
}

BOOST_AUTO_TEST_CASE(tells_synced_groups_from_local_ones) {
  const TemporarySlapd slapd({.ldif =
                                  "dn: cn=\\3Cb\\3Elocal\\3C/b\\3E,ou=groups,dc=example,dc=com\n"
                                  "objectClass: groupOfNames\ncn: <b>local</b>\nmember: cn=empty-group\n"});
  const ConnectorProcess connector(slapd);
  static_cast<void>(made(send(connector, "POST", "/Groups",
                              R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],)"
                              R"("displayName":"<i>sales</i>","externalId":"g-1"})")));
  const RenderedPage page = openInBrowser(connector.adminUrl() + "/resources?endpoint=tests&type=Group");
  BOOST_TEST(page.shows("<i>sales</i>"));
  BOOST_TEST(page.shows("g-1"));
  BOOST_TEST(page.document.find(">synced</span>") != std::string::npos);
  BOOST_TEST(!page.shows("<b>local</b>"));
  checkConsole(page);

  const RenderedPage found =
      openInBrowser(connector.adminUrl() + "/resources?endpoint=tests&type=Group&search=%3Cb");
  BOOST_TEST(found.shows("<b>local</b>"));
  BOOST_TEST(found.document.find(">not synced</span>") != std::string::npos);
  BOOST_TEST(!found.shows("<i>sales</i>"));
  checkConsole(found);
}

BOOST_AUTO_TEST_CASE(shows_users_without_names_while_the_directory_is_away) {
  TemporarySlapd slapd({.ppolicy = true});
  const ConnectorProcess connector(slapd);
  static_cast<void>(made(createUser(connector, "ada@corp.example", "Ada", R"(,"externalId":"e-1")")));
  slapd.stop();
  const RenderedPage page = openInBrowser(connector.adminUrl() + "/resources?endpoint=tests&type=User");
  BOOST_TEST(page.shows("Without names, as the directory is away"));
  BOOST_TEST(page.shows("e-1"));
  BOOST_TEST(!page.shows("ada@corp.example"));
  checkConsole(page);
}

BOOST_AUTO_TEST_CASE(raises_the_alarm_when_leavers_are_held_up) {
  const TemporarySlapd slapd({.ppolicy = true});
  const ConnectorProcess connector(slapd, {.endpointLines = "[endpoint.verbs]\ngroup_delete = \"ignore\"\n"
                                                            "[endpoint.leaving_guard]\ncount = 1\n"});
  const std::string id = made(createUser(connector, "ada@corp.example", "Ada"));
  const std::string confirm = "scim2ldap state confirm-leaving --endpoint tests";
  const RenderedPage before = openInBrowser(connector.adminUrl() + "/");
  BOOST_TEST(before.shows("All is well"));
  BOOST_TEST(before.shows("0 of at most 1 left within the hour"));
  BOOST_TEST(before.shows("group_delete: ignore"));
  BOOST_TEST(!before.shows(confirm));
  checkConsole(before);

  BOOST_TEST_REQUIRE(send(connector, "DELETE", "/Users/" + id).status == 204);
  const RenderedPage held = openInBrowser(connector.adminUrl() + "/");
  BOOST_TEST(held.shows("Leavers are held up"));
  BOOST_TEST(held.shows("1 user was disabled or deleted within the hour"));
  BOOST_TEST(held.shows(confirm));
  checkConsole(held);

  static_cast<void>(connector.command("state confirm-leaving"));
  const RenderedPage confirmed = openInBrowser(connector.adminUrl() + "/");
  BOOST_TEST(confirmed.shows("All is well"));
  BOOST_TEST(confirmed.shows("any number may until"));
  BOOST_TEST(!confirmed.shows(confirm));
  checkConsole(confirmed);
}

BOOST_AUTO_TEST_CASE(knows_a_limit_in_percent_once_the_users_are_counted) {
  const TemporarySlapd slapd({.ppolicy = true});
  const ConnectorProcess connector(slapd, {.endpointLines = "[endpoint.leaving_guard]\npercent = 50\n"});
  for (const char* name : {"a", "b", "c", "d", "e"})
    static_cast<void>(made(createUser(connector, name, "D")));
  const auto limit = [&] {
    const auto status = parseJson(sendHttp("GET", connector.adminUrl() + "/api/status", {}, "").body);
    return *status.find("endpoints")->asArray().front().find("leavingGuard")->find("limit");
  };
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (limit().isNull() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  BOOST_TEST_REQUIRE(limit().isInteger());
  BOOST_TEST(limit().asInteger() == 2);
  BOOST_TEST(sendHttp("GET", connector.adminUrl() + "/metrics", {}, "")
                 .body.find("scim2ldap_leaving_limit{endpoint=\"tests\"} 2\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(says_so_when_the_directory_is_away) {
  TemporarySlapd slapd;
  const ConnectorProcess connector(slapd);
  slapd.stop();
  const RenderedPage page = openInBrowser(connector.adminUrl() + "/");
  BOOST_TEST(page.shows("Writes are held up"));
  BOOST_TEST(page.shows("Directory directory: "));
  checkConsole(page);
}

BOOST_AUTO_TEST_CASE(says_so_when_a_mapping_does_not_fit_the_directory) {
  const TemporarySlapd slapd;
  const TemporaryFolder folder;
  std::ostringstream mapping;
  mapping << std::ifstream(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml").rdbuf();
  std::string text = mapping.str();
  text.replace(text.find("\"givenName\""), 11, "\"givenNam\"");
  const ConnectorProcess connector(slapd, {.mapping = folder.write("mapping.toml", text).string()});
  const auto isLookedAt = [&] {
    return sendHttp("GET", connector.adminUrl() + "/readyz").body.find("givenNam") != std::string::npos;
  };
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!isLookedAt() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const RenderedPage page = openInBrowser(connector.adminUrl() + "/");
  BOOST_TEST(page.shows("A mapping does not fit"));
  BOOST_TEST(page.shows("givenNam"));
  checkConsole(page);
}

BOOST_AUTO_TEST_SUITE_END()
