#include <boost/test/unit_test.hpp>

#include "scim/Json.h"
#include "tests/e2e/page/Browser.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap::test;
using scim2ldap::scim::parseJson;

namespace {

HttpAnswer createUser(const ConnectorProcess& connector, const std::string& userName,
                      const std::string& displayName) {
  return sendHttp(
      "POST", connector.baseUrl() + "/Users",
      {{"Authorization", "Bearer " + connector.token()}, {"Content-Type", "application/scim+json"}},
      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" + userName +
          R"(","displayName":")" + displayName + R"(","name":{"givenName":"Ada","familyName":"Lovelace"}})");
}

void checkConsole(const RenderedPage& page) {
  for (const std::string& line : page.console) BOOST_ERROR("the console says: " << line);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(AdminPage)

BOOST_AUTO_TEST_CASE(points_the_administrator_of_an_empty_connector_at_the_tenant_url) {
  const TemporarySlapd slapd;
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

  const RenderedPage page = openInBrowser(connector.adminUrl() + "/#1");
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

BOOST_AUTO_TEST_CASE(says_so_when_the_directory_is_away) {
  TemporarySlapd slapd;
  const ConnectorProcess connector(slapd);
  slapd.stop();
  const RenderedPage page = openInBrowser(connector.adminUrl() + "/");
  BOOST_TEST(page.shows("Writes are held up"));
  BOOST_TEST(page.shows("Directory directory: "));
  checkConsole(page);
}

BOOST_AUTO_TEST_SUITE_END()
