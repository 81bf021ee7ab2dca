#include <boost/test/unit_test.hpp>

#include "tests/e2e/OAuthSetup.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using scim::Json;

BOOST_AUTO_TEST_SUITE(OAuth)

BOOST_AUTO_TEST_CASE(client_credentials_get_a_token_by_body_and_by_header) {
  const std::string secret = sharedOAuth().run("client create by-body");
  const HttpAnswer answer = sharedOAuth().askFor("by-body", secret);
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.header("Cache-Control") == "no-store");
  BOOST_TEST(answer.header("Pragma") == "no-cache");
  BOOST_TEST(answer.header("Content-Type") == "application/json");
  const Json body = scim::parseJson(answer.body);
  BOOST_TEST(body.stringAt("token_type") == "Bearer");
  BOOST_TEST(body.find("expires_in")->asInteger() == 43'200);
  BOOST_TEST(body.stringAt("scope") == "user.read user.write group.read group.write");
  const std::string token(body.stringAt("access_token"));
  BOOST_TEST(token.size() <= 128U);
  BOOST_TEST(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
             std::string::npos);
  BOOST_TEST(sharedOAuth().get(token).status == 200);
  BOOST_TEST(sharedOAuth().logs("TOKEN_ISSUED", "by-body"));

  const std::string grant = "grant_type=client_credentials";
  BOOST_TEST(
      sharedOAuth().get(tokenIn(sharedOAuth().askForToken(grant, basicOf("by-body", secret)))).status == 200);
  const HttpAnswer wrong = sharedOAuth().askForToken(grant, basicOf("by-body", "another"));
  BOOST_TEST(wrong.status == 401);
  BOOST_TEST(wrong.header("WWW-Authenticate").starts_with("Basic"));
  BOOST_TEST(errorIn(wrong) == "invalid_client");
}

BOOST_AUTO_TEST_CASE(scopes_of_the_token_are_those_that_were_asked_for) {
  const std::string secret = sharedOAuth().run("client create scoped --scope 'user.read user.write'");
  const std::string token = tokenIn(sharedOAuth().askFor("scoped", secret, "user.read"));
  BOOST_TEST(sharedOAuth().get(token).status == 200);
  BOOST_TEST(sharedOAuth().get(token, "/Groups").status == 403);
  BOOST_TEST(sendHttp("DELETE", sharedOAuth().connector.baseUrl() + "/Users/x",
                      {{"Authorization", "Bearer " + token}})
                 .status == 403);
  const HttpAnswer more = sharedOAuth().askFor("scoped", secret, "user.read group.read");
  BOOST_TEST(more.status == 400);
  BOOST_TEST(errorIn(more) == "invalid_scope");
}

BOOST_AUTO_TEST_CASE(two_secrets_are_valid_while_one_takes_the_place_of_the_other) {
  const std::string first = sharedOAuth().run("client create rotated");
  const std::string second = sharedOAuth().run("client rotate rotated");
  BOOST_TEST(sharedOAuth().askFor("rotated", first).status == 200);
  BOOST_TEST(sharedOAuth().askFor("rotated", second).status == 200);
  const std::string before = tokenIn(sharedOAuth().askFor("rotated", second));
  const std::string third = sharedOAuth().run("client rotate rotated --at-once");
  for (const std::string& old : {first, second})
    BOOST_TEST(sharedOAuth().askFor("rotated", old).status == 401);
  BOOST_TEST(sharedOAuth().askFor("rotated", third).status == 200);
  BOOST_TEST(sharedOAuth().get(before).status == 401);
}

BOOST_AUTO_TEST_CASE(the_audit_log_tells_a_client_from_a_token_of_the_same_name) {
  const std::string token = tokenIn(sharedOAuth().askFor("twin", sharedOAuth().run("client create twin")));
  for (const std::string& each : {token, sharedOAuth().run("token create twin")}) {
    BOOST_TEST(sendHttp("POST", sharedOAuth().connector.baseUrl() + "/Users",
                        {{"Authorization", "Bearer " + each}}, "{}")
                   .status == 400);
  }
  const std::string log = sendHttp("GET", sharedOAuth().connector.adminUrl() + "/api/log").body;
  BOOST_TEST(log.find(R"("principal":"client:twin")") != std::string::npos, log);
  BOOST_TEST(log.find(R"("principal":"twin")") != std::string::npos, log);
}

BOOST_AUTO_TEST_CASE(a_revoked_client_loses_its_tokens_at_once) {
  const std::string secret = sharedOAuth().run("client create leaving");
  const std::string token = tokenIn(sharedOAuth().askFor("leaving", secret));
  BOOST_TEST(sharedOAuth().get(token).status == 200);
  BOOST_TEST(sharedOAuth().run("client revoke leaving") == "");
  BOOST_TEST(sharedOAuth().get(token).status == 401);
  BOOST_TEST(sharedOAuth().askFor("leaving", secret).status == 401);
  BOOST_TEST(sharedOAuth().logs("CLIENT_REFUSED", "is revoked"));
}

BOOST_AUTO_TEST_CASE(errors_are_those_of_rfc_6749_and_tell_no_reasons) {
  const std::string secret = sharedOAuth().run("client create erring --expires 1ms");
  const HttpAnswer expired = sharedOAuth().askFor("erring", secret);
  const HttpAnswer unknown = sharedOAuth().askFor("nobody", secret);
  BOOST_TEST(expired.status == 401);
  BOOST_TEST(expired.body == unknown.body);
  BOOST_TEST(sharedOAuth().logs("CLIENT_REFUSED", "has expired"));
  BOOST_TEST(errorIn(sharedOAuth().askForToken("grant_type=password&username=a&password=b")) ==
             "unsupported_grant_type");
  BOOST_TEST(errorIn(sharedOAuth().askForToken("grant_type=authorization_code&code=a")) ==
             "unsupported_grant_type");
  BOOST_TEST(errorIn(sharedOAuth().askForToken("x=y")) == "invalid_request");
  BOOST_TEST(sharedOAuth().askForToken("x=y").status == 400);
  const HttpAnswer get = sendHttp("GET", sharedOAuth().connector.baseUrl() + "/oauth/token");
  BOOST_TEST(get.status == 405);
  BOOST_TEST(get.header("Allow") == "POST, OPTIONS");
}

BOOST_AUTO_TEST_CASE(the_service_tells_of_both_ways_to_authenticate) {
  const HttpAnswer answer = sendHttp("GET", sharedOAuth().connector.baseUrl() + "/ServiceProviderConfig");
  const Json body = scim::parseJson(answer.body);
  const auto& schemes = body.find("authenticationSchemes")->asArray();
  BOOST_REQUIRE(schemes.size() == 2U);
  BOOST_TEST(schemes[0].stringAt("type") == "oauthbearertoken");
  BOOST_TEST(schemes[1].stringAt("type") == "oauth2");
}

BOOST_AUTO_TEST_CASE(an_endpoint_without_oauth_has_no_token_endpoint) {
  TemporarySlapd slapd;
  const ConnectorProcess plain(slapd);
  const auto post = [&](const std::string& authorization) {
    return sendHttp("POST", plain.baseUrl() + "/oauth/token", {{"Authorization", authorization}}, "x=y")
        .status;
  };
  BOOST_TEST(post("Bearer wrong") == 401);
  BOOST_TEST(post("Bearer " + plain.token()) == 404);
}

BOOST_AUTO_TEST_SUITE_END()
