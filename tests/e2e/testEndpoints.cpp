// Several endpoints in one process: each has its paths, directory, mapping, policies and tokens.

#include <boost/test/unit_test.hpp>

#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Folders.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

/// A second endpoint, with two base paths, on the same directory.
ConnectorOptions twoEndpoints() {
  ConnectorOptions options;
  options.moreTables =
      "[[endpoint]]\nname = \"second\"\nbase_paths = [\"/version/2022-07-01/scim\", \"/scim-two\"]\n"
      "directory = \"directory\"\nmapping = \"" SCIM2LDAP_SOURCE_DIR
      "/mappings/inetorgperson.toml\"\n"
      "user_name = \"address\"\ngroups = \"off\"\n";
  return options;
}

struct Fixture {
  TemporarySlapd slapd{withPolicy()};
  ConnectorProcess connector{slapd, twoEndpoints()};
  std::string origin = connector.baseUrl().substr(0, connector.baseUrl().find("/scim/v2"));
  std::string token = madeToken();

  [[nodiscard]] ScimClient client(const std::string& basePath, const std::string& bearer) const {
    return {origin + basePath, bearer};
  }
  [[nodiscard]] std::string madeToken() const {
    std::string text = connector.command("token create entra --endpoint second");
    text.pop_back();
    return text;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(Endpoints, Fixture)

BOOST_AUTO_TEST_CASE(a_token_of_one_opens_nothing_of_another) {
  for (const char* path : {"/Users", "/Groups", "/Schemas", "/Users?filter=userName+eq+%22x%22"}) {
    BOOST_TEST(client("/scim/v2", token).send("GET", path).status == 401, path);
    BOOST_TEST(client("/version/2022-07-01/scim", connector.token()).send("GET", path).status == 401, path);
  }
  BOOST_TEST(client("/scim/v2", connector.token()).send("GET", "/Users").status == 200);
  BOOST_TEST(client("/version/2022-07-01/scim", token).send("GET", "/Users").status == 200);
  BOOST_TEST(client("/scim-two", token).send("GET", "/Users").status == 200);
  BOOST_TEST(client("/scim-three", token).send("GET", "/Users").status == 404);
}

BOOST_AUTO_TEST_CASE(each_has_policies_and_a_side_table_of_its_own) {
  const ScimClient first = client("/scim/v2", connector.token());
  const ScimClient second = client("/version/2022-07-01/scim", token);
  const std::string id = first.makeUser("anna", "Anna");
  BOOST_TEST(second
                 .send("POST", "/Users",
                       R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"bert"})")
                 .status == 400);
  BOOST_TEST(first.send("GET", "/Groups").status == 200);
  BOOST_TEST(second.send("GET", "/Groups").status == 403);
  // Both see the entry; the externalId belongs to the endpoint that was told.
  const ScimAnswer seen = second.send("GET", "/Users/" + id);
  BOOST_TEST(seen.status == 200);
  BOOST_TEST(seen.body.find("externalId") == nullptr);
  BOOST_TEST(first.send("GET", "/Users/" + id).body.stringAt("externalId") == "ext-anna");
  BOOST_TEST(seen.body.find("meta")->stringAt("location") == origin + "/version/2022-07-01/scim/Users/" + id);
}

BOOST_AUTO_TEST_CASE(tokens_are_listed_and_revoked_by_endpoint) {
  BOOST_TEST(connector.command("token list --endpoint second").find("entra") != std::string::npos);
  static_cast<void>(connector.command("token revoke entra --endpoint second"));
  BOOST_TEST(client("/scim-two", token).send("GET", "/Users").status == 401);
  BOOST_TEST(client("/scim/v2", connector.token()).send("GET", "/Users").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
