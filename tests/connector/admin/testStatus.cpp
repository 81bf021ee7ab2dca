#include <unistd.h>

#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/admin/Status.h"
#include "tests/connector/admin/AdminFixture.h"

using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using scim2ldap::scim::Json;
using scim2ldap::scim::printJson;

namespace {

struct UrlCase {
  std::string address;
  bool tls;
  std::string publicUrl;
  std::vector<std::string> urls;
};
std::ostream& operator<<(std::ostream& out, const UrlCase& sample) {
  return out << sample.address;
}

std::string thisMachine() {
  std::array<char, 256> name{};
  BOOST_TEST_REQUIRE(::gethostname(name.data(), name.size() - 1) == 0);
  return name.data();
}

const std::array<UrlCase, 6> kUrls = {{
    {"127.0.0.1", false, "", {"http://127.0.0.1:8443/scim/v2", "http://127.0.0.1:8443/old"}},
    {"192.0.2.7", true, "", {"https://192.0.2.7:8443/scim/v2", "https://192.0.2.7:8443/old"}},
    {"::1", false, "", {"http://[::1]:8443/scim/v2", "http://[::1]:8443/old"}},
    {"0.0.0.0",
     true,
     "",
     {"https://" + thisMachine() + ":8443/scim/v2", "https://" + thisMachine() + ":8443/old"}},
    {"::",
     true,
     "",
     {"https://" + thisMachine() + ":8443/scim/v2", "https://" + thisMachine() + ":8443/old"}},
    {"0.0.0.0", false, "https://id.example/scim", {"https://id.example/scim"}},
}};

const Json& only(const Json& body, const std::string& list) {
  BOOST_TEST_REQUIRE(body.find(list)->asArray().size() == 1u);
  return body.find(list)->asArray().front();
}

TokenRow token(const std::string& name, std::chrono::hours expiresIn) {
  const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return {.name = name,
          .endpoint = "entra",
          .hash = name + std::string(32 - name.size(), 'h'),
          .created = now - std::chrono::hours(10),
          .expires = now + expiresIn};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(StatusSuite)

BOOST_DATA_TEST_CASE(tenant_urls_are_what_entra_is_pointed_at, kUrls) {
  EndpointConfiguration endpoint;
  endpoint.basePaths = {"/scim/v2", "/old"};
  endpoint.publicUrl = sample.publicUrl;
  ServerSettings listener{.address = sample.address, .port = 8443};
  if (sample.tls) listener.tls.certificateFile = "server.pem";
  BOOST_TEST(tenantUrls(endpoint, listener) == sample.urls, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(all_is_well_with_a_directory_that_answers) {
  const TemporarySlapd slapd;
  AdminFixture admin(&slapd);
  const Json body = admin.getJson("/api/status");
  BOOST_TEST(body.find("ready")->asBool());
  const Json& directory = only(body, "directories");
  BOOST_TEST(directory.stringAt("name") == "corp");
  BOOST_TEST(directory.stringAt("base") == "dc=example,dc=com");
  BOOST_TEST(directory.find("uris")->asArray().front().asString() == slapd.uri());
  BOOST_TEST(directory.find("ready")->asBool());
  BOOST_TEST(directory.stringAt("complaint") == "");
}

BOOST_AUTO_TEST_CASE(tells_why_a_directory_is_not_ready) {
  AdminFixture admin;
  const Json body = admin.getJson("/api/status");
  BOOST_TEST(!body.find("ready")->asBool());
  BOOST_TEST(!only(body, "directories").find("ready")->asBool());
  BOOST_TEST(only(body, "directories").stringAt("complaint") != "");
}

BOOST_AUTO_TEST_CASE(tells_how_an_endpoint_is_reached_and_what_it_keeps) {
  AdminFixture admin;
  StoreChanges changes;
  for (const char* id : {"1", "2"})
    changes.upserts.push_back({.endpoint = "entra", .type = "User", .id = id, .kept = Json::object()});
  changes.upserts.push_back({.endpoint = "entra", .type = "Group", .id = "3", .kept = Json::object()});
  changes.upserts.push_back({.endpoint = "other", .type = "Group", .id = "4", .kept = Json::object()});
  admin.store->commit(changes);

  const Json body = admin.getJson("/api/status");
  const Json& endpoint = only(body, "endpoints");
  BOOST_TEST(endpoint.stringAt("name") == "entra");
  BOOST_TEST(endpoint.stringAt("directory") == "corp");
  BOOST_TEST(endpoint.stringAt("dialect") == "entra");
  BOOST_TEST(endpoint.stringAt("mapping").ends_with("inetorgperson.toml"));
  BOOST_TEST(endpoint.find("mappingFaults")->asArray().empty());
  const std::vector<Json> urls = endpoint.find("tenantUrls")->asArray();
  BOOST_TEST_REQUIRE(urls.size() == 2u);
  BOOST_TEST(urls[0].asString() == "http://127.0.0.1:18080/scim/v2");
  BOOST_TEST(urls[1].asString() == "http://127.0.0.1:18080/old");
  BOOST_TEST(endpoint.find("resources")->find("User")->asInteger() == 2);
  BOOST_TEST(endpoint.find("resources")->find("Group")->asInteger() == 1);
}

BOOST_AUTO_TEST_CASE(tells_of_oauth) {
  AdminFixture with(nullptr, "[endpoint.oauth]\n");
  BOOST_TEST(only(with.getJson("/api/status"), "endpoints").find("oauth")->asBool());
  AdminFixture without;
  BOOST_TEST(!only(without.getJson("/api/status"), "endpoints").find("oauth")->asBool());
}

BOOST_AUTO_TEST_CASE(tells_of_policies_that_change_something) {
  AdminFixture admin(nullptr,
                     "enabled = false\ngroups = \"empty\"\n"
                     "[endpoint.verbs]\nuser_delete = \"ignore\"\ngroup_rename = \"reject\"\n"
                     "user_update = \"apply\"\n"
                     "[endpoint.roles]\ntable = { a = \"b\" }\n");
  const Json body = admin.getJson("/api/status");
  const Json& endpoint = only(body, "endpoints");
  BOOST_TEST(!endpoint.find("enabled")->asBool());
  BOOST_TEST(endpoint.stringAt("groups") == "empty");
  BOOST_TEST(printJson(*endpoint.find("verbs")) == R"({"user_delete":"ignore","group_rename":"reject"})");
  BOOST_TEST(endpoint.find("roles")->asBool());
}

BOOST_AUTO_TEST_CASE(says_little_where_no_policy_changes_anything) {
  AdminFixture admin;
  const Json body = admin.getJson("/api/status");
  const Json& endpoint = only(body, "endpoints");
  BOOST_TEST(endpoint.find("enabled")->asBool());
  BOOST_TEST(endpoint.stringAt("groups") == "on");
  BOOST_TEST(printJson(*endpoint.find("verbs")) == "{}");
  BOOST_TEST(!endpoint.find("roles")->asBool());
  BOOST_TEST(endpoint.find("fallbackGroup")->isNull());
  BOOST_TEST(endpoint.find("leavingGuard")->isNull());
}

BOOST_AUTO_TEST_CASE(names_the_fallback_group) {
  AdminFixture admin(nullptr, "[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\n");
  BOOST_TEST(only(admin.getJson("/api/status"), "endpoints").stringAt("fallbackGroup") ==
             "cn=basic,ou=groups,dc=example,dc=com");
}

BOOST_AUTO_TEST_CASE(tells_the_other_dialect) {
  AdminFixture admin(nullptr, "dialect = \"rfc\"\n");
  BOOST_TEST(only(admin.getJson("/api/status"), "endpoints").stringAt("dialect") == "rfc");
}

BOOST_AUTO_TEST_CASE(tells_the_state_of_tokens_and_nothing_of_their_value) {
  AdminFixture admin;
  admin.store->addToken(token("alpha", std::chrono::hours(1)));
  admin.store->addToken(token("bravo", std::chrono::hours(-1)));
  admin.store->addToken(token("charlie", std::chrono::hours(1)));
  BOOST_TEST(admin.store->revokeToken("entra", "charlie", TimePoint(std::chrono::hours(1))));
  TokenRow ofClient = token("delta", std::chrono::hours(1));
  ofClient.client = "app";
  admin.store->addToken(ofClient);

  const std::string body = admin.get("/api/status").body;
  BOOST_TEST(body.find("hhhh") == std::string::npos);
  BOOST_TEST(body.find("hash") == std::string::npos);
  std::vector<std::string> states;
  const Json parsed = scim2ldap::scim::parseJson(body);
  for (const Json& each : parsed.find("tokens")->asArray())
    states.push_back(std::string(each.stringAt("name")) + " " + std::string(each.stringAt("state")));
  BOOST_TEST(states == (std::vector<std::string>{"alpha valid", "bravo expired", "charlie revoked"}),
             boost::test_tools::per_element());
  const Json& alpha = parsed.find("tokens")->asArray().front();
  BOOST_TEST(alpha.find("lastUsed")->isNull());
  BOOST_TEST(alpha.find("expires")->isString());
  BOOST_TEST(alpha.stringAt("scopes") == "user.read user.write group.read group.write");
}

BOOST_AUTO_TEST_SUITE_END()
