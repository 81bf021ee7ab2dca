#include <boost/test/unit_test.hpp>

#include "tests/e2e/OAuthSetup.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

BOOST_AUTO_TEST_SUITE(Logins)

BOOST_AUTO_TEST_CASE(that_fail_too_often_get_429_and_right_ones_are_taken_all_the_while) {
  OAuthSetup own("max_failed_logins = 5");
  const std::string secret = own.run("client create app");
  for (int count = 0; count < 4; ++count) BOOST_TEST(own.get("wrong").status == 401);
  BOOST_TEST(own.askFor("app", "wrong").status == 401);
  const HttpAnswer refused = own.get("wrong");
  BOOST_TEST(refused.status == 429);
  const int wait = std::stoi("0" + refused.header("Retry-After"));
  BOOST_TEST(wait >= 1);
  BOOST_TEST(wait <= 60);
  BOOST_TEST(scim::parseJson(refused.body).stringAt("status") == "429");
  const HttpAnswer client = own.askFor("app", "wrong");
  BOOST_TEST(client.status == 429);
  BOOST_TEST(!client.header("Retry-After").empty());
  BOOST_TEST(errorIn(client) == "invalid_client");
  BOOST_TEST(own.logs("LOGINS_LIMITED", "127.0.0.1"));
  const std::size_t told = own.connector.log().size();
  for (int count = 0; count < 5; ++count) {
    BOOST_TEST(own.get("wrong").status == 429);
    BOOST_TEST(own.askFor("app", "wrong").status == 429);
  }
  for (const char* id : {"TOKEN_REFUSED", "CLIENT_REFUSED", "REQUEST_REFUSED", "LOGINS_LIMITED"}) {
    BOOST_TEST(!own.logs(id, "", told), id);
  }

  BOOST_TEST(own.get(own.connector.token()).status == 200);
  BOOST_TEST(own.get(tokenIn(own.askFor("app", secret))).status == 200);
  // Who sends nothing has not failed.
  BOOST_TEST(sendHttp("GET", own.connector.baseUrl() + "/Users").status == 401);
}

BOOST_AUTO_TEST_CASE(of_strangers_leave_no_rows_and_count_though_their_keys_are_away) {
  OAuthSetup own("max_failed_logins = 5");
  own.connector.stop();
  own.keys.setAway(true);
  own.connector.start();
  const auto post = [&](const std::vector<std::pair<std::string, std::string>>& headers) {
    return sendHttp("POST", own.connector.baseUrl() + "/Users", headers, R"({"userName":"stranger"})").status;
  };
  const std::string foreign = "Bearer " + JwtIssuer("kid-of-nobody").unsignedToken(bearer());
  const std::string forged = "Bearer " + JwtIssuer("kid-of-nobody").sign(bearer());
  BOOST_TEST(post({{"Authorization", foreign}}) == 401);
  for (int count = 0; count < 4; ++count) BOOST_TEST(post({{"Authorization", forged}}) == 503);
  BOOST_TEST(post({{"Authorization", forged}}) == 429);
  BOOST_TEST(own.askForToken(assertionForm(JwtIssuer("kid-of-nobody").sign(assertion()))).status == 429);
  for (int count = 0; count < 10; ++count) BOOST_TEST(post({}) == 401);
  const auto isKept = [&] {
    return sendHttp("GET", own.connector.adminUrl() + "/api/log").body.find("stranger") != std::string::npos;
  };
  BOOST_TEST(!isKept());
  // Of who says who he is, a refusal is kept.
  BOOST_TEST(post({{"Authorization", "Bearer " + own.connector.token()}}) >= 400);
  BOOST_TEST(isKept());
}

BOOST_AUTO_TEST_CASE(that_name_a_client_which_is_not_there_do_not_show_what_may_be_a_secret) {
  const std::string secret = sharedOAuth().run("client create exchanged");
  BOOST_TEST(sharedOAuth().askFor(secret, "exchanged").status == 401);
  BOOST_TEST(sharedOAuth().askFor(secret.substr(1), "exchanged").status == 401);
  BOOST_TEST(sharedOAuth().logs("CLIENT_REFUSED", "42 characters, SHA-256 "));
  BOOST_TEST(sharedOAuth().connector.log().find(secret.substr(1)) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(are_told_how_the_token_was_pasted) {
  const std::string& token = sharedOAuth().connector.token();
  const auto status = [&](const std::string& authorization) {
    return sendHttp("GET", sharedOAuth().connector.baseUrl() + "/Users", {{"Authorization", authorization}})
        .status;
  };
  BOOST_TEST(status("Bearer Bearer " + token) == 200);
  BOOST_TEST(sharedOAuth().logs("TOKEN_MALFORMED", "enter the secret token without the word Bearer"));
  BOOST_TEST(status(token) == 200);
  BOOST_TEST(sharedOAuth().logs("TOKEN_MALFORMED", "without the word Bearer in front"));
  BOOST_TEST(status("Bearer " + token + "%0A") == 200);
  BOOST_TEST(sharedOAuth().logs("TOKEN_MALFORMED", "a line break follows the token"));
}

BOOST_AUTO_TEST_CASE(will_fail_soon_which_is_told_while_the_server_runs_and_when_it_starts) {
  OAuthSetup own;
  BOOST_TEST(!own.run("token create soon --expires 20h").empty());
  BOOST_TEST(!own.run("client create app --expires 6d").empty());
  BOOST_TEST(own.comesToLog("TOKEN_EXPIRES", "\"token\":\"soon\""));
  BOOST_TEST(own.comesToLog("SECRET_EXPIRES", "\"client\":\"app\""));
  own.connector.restart();
  BOOST_TEST(own.comesToLog("TOKEN_EXPIRES", "\"token\":\"soon\""));
  const std::string metrics = sendHttp("GET", own.connector.adminUrl() + "/metrics").body;
  BOOST_TEST(metrics.find("scim2ldap_token_expires_seconds{endpoint=\"tests\",token=\"soon\"} 71") !=
                 std::string::npos,
             metrics);
}

BOOST_AUTO_TEST_SUITE_END()
