#include <Poco/Base64Encoder.h>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <sstream>
#include <thread>
#include <vector>

#include "scim/Json.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/JwtIssuer.h"
#include "tests/support/KeyServer.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using namespace std::chrono_literals;
using scim::Json;

namespace {

const std::string kTenant = "9f1c3b5e-0000-4a6b-8c7d-1e2f3a4b5c6d";
const std::string kApplication = "5d6c7b8a-1111-4e2f-9a0b-c1d2e3f4a5b6";
const std::string kPrincipal = "0a1b2c3d-2222-4f5e-8d9c-b0a1c2d3e4f5";
const std::string kSynchronisation = "00000014-0000-0000-c000-000000000000";
const std::string kGallery = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621";

std::string endpointWith(const std::string& keys) {
  const auto line = [](const std::string& key, const std::string& value) {
    return key + " = \"" + value + "\"\n";
  };
  const std::string common = line("tenant", kTenant) + line("subject", kPrincipal) + line("keys", keys);
  return "[endpoint.oauth]\n" + line("token_lifetime", "12h") + "[[endpoint.oauth.trusted]]\n" +
         line("use", "assertion") + line("issuer", "https://login.microsoftonline.com/" + kTenant + "/v2.0") +
         "audiences = [\"api://" + kApplication + "\", \"" + kApplication + "\"]\n" +
         line("app", kApplication) + common + "[[endpoint.oauth.trusted]]\n" + line("use", "bearer") +
         line("issuer", "https://sts.windows.net/" + kTenant + "/") + "audiences = [\"" + kGallery + "\"]\n" +
         line("app", kSynchronisation) + common + "scopes = [\"user.read\"]\n";
}

std::int64_t fromNow(std::chrono::seconds seconds) {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now() + seconds)
      .time_since_epoch()
      .count();
}

Json claimsOf(const std::string& issuer, const std::string& audience, const std::string& application,
              const std::string& value) {
  Json claims = Json::object();
  claims.set("iss", issuer);
  claims.set("aud", audience);
  claims.set(application, value);
  claims.set("tid", kTenant);
  claims.set("sub", kPrincipal);
  claims.set("iat", fromNow(0s));
  claims.set("nbf", fromNow(0s));
  claims.set("exp", fromNow(3900s));
  return claims;
}

/// What Entra signs for workload identity federation.
Json assertion() {
  return claimsOf("https://login.microsoftonline.com/" + kTenant + "/v2.0", kApplication, "azp",
                  kApplication);
}

/// What Entra sends where the secret is left blank.
Json bearer() {
  return claimsOf("https://sts.windows.net/" + kTenant + "/", kGallery, "appid", kSynchronisation);
}

const JwtIssuer& entra() {
  static const JwtIssuer issuer("kid-1");
  return issuer;
}

std::string urlEncoded(const std::string& text) {
  std::string encoded;
  for (const char c : text)
    encoded += c == ' ' ? "+" : c == '+' ? "%2B" : c == '&' ? "%26" : std::string(1, c);
  return encoded;
}

/// What stands behind "Basic ".
std::string basicOf(const std::string& id, const std::string& secret) {
  std::ostringstream encoded;
  Poco::Base64Encoder encoder(encoded);
  encoder.rdbuf()->setLineLength(0);
  encoder << id << ':' << secret;
  encoder.close();
  return encoded.str();
}

std::string assertionForm(const std::string& jwt) {
  return "grant_type=client_credentials&client_assertion_type="
         "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=" +
         jwt;
}

/// A connector with OAuth, and the server of the issuer's keys.
struct Setup {
  KeyServer keys{entra().jwkSet()};
  TemporarySlapd slapd;
  ConnectorProcess connector;

  explicit Setup(const std::string& serverLines = "max_failed_logins = 0")
      : connector(slapd, [&] {
          ConnectorOptions options;
          options.serverLines = serverLines;
          options.endpointLines = endpointWith(keys.url());
          return options;
        }()) {}

  [[nodiscard]] std::string run(const std::string& arguments) const {
    std::string text = connector.command(arguments);
    if (text.ends_with('\n')) text.pop_back();
    return text;
  }
  [[nodiscard]] HttpAnswer askForToken(const std::string& form, const std::string& basic = "") const {
    std::vector<std::pair<std::string, std::string>> headers = {
        {"Content-Type", "application/x-www-form-urlencoded"}};
    if (!basic.empty()) headers.emplace_back("Authorization", "Basic " + basic);
    return sendHttp("POST", connector.baseUrl() + "/oauth/token", headers, form);
  }
  [[nodiscard]] HttpAnswer askFor(const std::string& id, const std::string& secret,
                                  const std::string& scope = "") const {
    return askForToken("grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret +
                       (scope.empty() ? "" : "&scope=" + urlEncoded(scope)));
  }
  [[nodiscard]] HttpAnswer get(const std::string& token, const std::string& path = "/Users?count=1") const {
    return sendHttp("GET", connector.baseUrl() + path, {{"Authorization", "Bearer " + token}});
  }
  /// \param from  bytes of the log that do not count
  [[nodiscard]] bool logs(const std::string& id, const std::string& part = "", std::size_t from = 0) const {
    const std::string log = connector.log();
    for (std::size_t at = from; (at = log.find("\"id\":\"" + id + "\"", at)) != std::string::npos; ++at) {
      if (log.substr(at, log.find('\n', at) - at).find(part) != std::string::npos) return true;
    }
    return false;
  }
  /// Waits until the log says so; false after half a minute.
  [[nodiscard]] bool comesToLog(const std::string& id, const std::string& part) const {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (!logs(id, part)) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::sleep_for(50ms);
    }
    return true;
  }
};

const Setup& setup() {
  static const Setup setup;
  return setup;
}

std::string tokenIn(const HttpAnswer& answer) {
  BOOST_TEST_REQUIRE(answer.status == 200, answer.body);
  return std::string(scim::parseJson(answer.body).stringAt("access_token"));
}

std::string errorIn(const HttpAnswer& answer) {
  return std::string(scim::parseJson(answer.body).stringAt("error"));
}

/// A JWT that is not to be believed, made of a good one's claims.
struct Bad {
  std::string name;
  std::string (*make)(const Json& claims);
  std::string reason;
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) {
  return out << bad.name;
}

template <typename Value>
std::string changed(Json claims, const char* name, const Value& value) {
  claims.set(name, value);
  return entra().sign(claims);
}

const std::vector<Bad> kBad = {
    {"none", [](const Json& claims) { return entra().unsignedToken(claims); }, "signed with \\\"none\\\""},
    {"HS256", [](const Json& claims) { return entra().signWithPublicKey(claims); },
     "signed with \\\"HS256\\\""},
    {"wrong tenant", [](const Json& claims) { return changed(claims, "tid", "another"); }, "tid is"},
    {"wrong issuer", [](const Json& claims) { return changed(claims, "iss", "https://sts.windows.net/x/"); },
     "iss is"},
    {"wrong audience", [](const Json& claims) { return changed(claims, "aud", "api://another"); }, "aud is"},
    {"wrong application",
     [](const Json& claims) {
       return changed(claims, claims.find("azp") != nullptr ? "azp" : "appid", "another");
     },
     "is \\\"another\\\""},
    {"wrong subject", [](const Json& claims) { return changed(claims, "sub", "another"); }, "sub is"},
    {"expired", [](const Json& claims) { return changed(claims, "exp", fromNow(-120s)); }, "has expired"},
    {"not yet valid", [](const Json& claims) { return changed(claims, "nbf", fromNow(120s)); },
     "not valid yet"},
    {"unknown kid", [](const Json& claims) { return JwtIssuer("kid-of-nobody").sign(claims); }, "(kid)"},
    {"forged", [](const Json& claims) { return JwtIssuer("kid-1").sign(claims); }, "signature is wrong"},
    {"oversized", [](const Json& claims) { return changed(claims, "x", std::string(16 * 1024, 'x')); },
     "the most is 16384"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(OAuth)

BOOST_AUTO_TEST_CASE(client_credentials_get_a_token_by_body_and_by_header) {
  const std::string secret = setup().run("client create by-body");
  const HttpAnswer answer = setup().askFor("by-body", secret);
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
  BOOST_TEST(setup().get(token).status == 200);
  BOOST_TEST(setup().logs("TOKEN_ISSUED", "by-body"));

  const std::string grant = "grant_type=client_credentials";
  BOOST_TEST(setup().get(tokenIn(setup().askForToken(grant, basicOf("by-body", secret)))).status == 200);
  const HttpAnswer wrong = setup().askForToken(grant, basicOf("by-body", "another"));
  BOOST_TEST(wrong.status == 401);
  BOOST_TEST(wrong.header("WWW-Authenticate").starts_with("Basic"));
  BOOST_TEST(errorIn(wrong) == "invalid_client");
}

BOOST_AUTO_TEST_CASE(scopes_of_the_token_are_those_that_were_asked_for) {
  const std::string secret = setup().run("client create scoped --scope 'user.read user.write'");
  const std::string token = tokenIn(setup().askFor("scoped", secret, "user.read"));
  BOOST_TEST(setup().get(token).status == 200);
  BOOST_TEST(setup().get(token, "/Groups").status == 403);
  BOOST_TEST(
      sendHttp("DELETE", setup().connector.baseUrl() + "/Users/x", {{"Authorization", "Bearer " + token}})
          .status == 403);
  const HttpAnswer more = setup().askFor("scoped", secret, "user.read group.read");
  BOOST_TEST(more.status == 400);
  BOOST_TEST(errorIn(more) == "invalid_scope");
}

BOOST_AUTO_TEST_CASE(two_secrets_are_valid_while_one_takes_the_place_of_the_other) {
  const std::string first = setup().run("client create rotated");
  const std::string second = setup().run("client rotate rotated");
  BOOST_TEST(setup().askFor("rotated", first).status == 200);
  BOOST_TEST(setup().askFor("rotated", second).status == 200);
  const std::string third = setup().run("client rotate rotated --at-once");
  for (const std::string& old : {first, second}) BOOST_TEST(setup().askFor("rotated", old).status == 401);
  BOOST_TEST(setup().askFor("rotated", third).status == 200);
}

BOOST_AUTO_TEST_CASE(a_revoked_client_loses_its_tokens_at_once) {
  const std::string secret = setup().run("client create leaving");
  const std::string token = tokenIn(setup().askFor("leaving", secret));
  BOOST_TEST(setup().get(token).status == 200);
  BOOST_TEST(setup().run("client revoke leaving") == "");
  BOOST_TEST(setup().get(token).status == 401);
  BOOST_TEST(setup().askFor("leaving", secret).status == 401);
  BOOST_TEST(setup().logs("CLIENT_REFUSED", "is revoked"));
}

BOOST_AUTO_TEST_CASE(errors_are_those_of_rfc_6749_and_tell_no_reasons) {
  const std::string secret = setup().run("client create erring --expires 1ms");
  const HttpAnswer expired = setup().askFor("erring", secret);
  const HttpAnswer unknown = setup().askFor("nobody", secret);
  BOOST_TEST(expired.status == 401);
  BOOST_TEST(expired.body == unknown.body);
  BOOST_TEST(setup().logs("CLIENT_REFUSED", "has expired"));
  BOOST_TEST(errorIn(setup().askForToken("grant_type=password&username=a&password=b")) ==
             "unsupported_grant_type");
  BOOST_TEST(errorIn(setup().askForToken("grant_type=authorization_code&code=a")) ==
             "unsupported_grant_type");
  BOOST_TEST(errorIn(setup().askForToken("x=y")) == "invalid_request");
  BOOST_TEST(setup().askForToken("x=y").status == 400);
  const HttpAnswer get = sendHttp("GET", setup().connector.baseUrl() + "/oauth/token");
  BOOST_TEST(get.status == 405);
  BOOST_TEST(get.header("Allow") == "POST, OPTIONS");
}

BOOST_AUTO_TEST_CASE(an_assertion_of_entra_gets_a_token) {
  const std::string token = tokenIn(setup().askForToken(assertionForm(entra().sign(assertion()))));
  BOOST_TEST(setup().get(token).status == 200);
  BOOST_TEST(setup().logs("TOKEN_ISSUED", "assertion:" + kPrincipal));
  // An assertion is no bearer token.
  BOOST_TEST(setup().get(entra().sign(assertion())).status == 401);
}

BOOST_AUTO_TEST_CASE(a_token_of_entra_is_taken_where_the_secret_is_left_blank) {
  BOOST_TEST(setup().get(entra().sign(bearer())).status == 200);
  BOOST_TEST(setup().get(entra().sign(bearer()), "/Groups").status == 403);  // scopes = ["user.read"]
  // And it is no assertion.
  BOOST_TEST(setup().askForToken(assertionForm(entra().sign(bearer()))).status == 401);
}

BOOST_AUTO_TEST_CASE(the_audience_that_all_tenants_share_opens_nothing_to_another_tenant) {
  Json claims = bearer();
  claims.set("tid", "11111111-0000-0000-0000-000000000000");
  claims.set("iss", "https://sts.windows.net/11111111-0000-0000-0000-000000000000/");
  BOOST_TEST(setup().get(entra().sign(claims)).status == 401);
}

BOOST_DATA_TEST_CASE(a_bad_jwt_is_refused_as_bearer, kBad) {
  const std::size_t before = setup().connector.log().size();
  const HttpAnswer answer = setup().get(sample.make(bearer()));
  BOOST_TEST(answer.status == 401, answer.body);
  BOOST_TEST(answer.header("WWW-Authenticate") == "Bearer realm=\"scim2ldap\", error=\"invalid_token\"");
  BOOST_TEST(
      scim::parseJson(answer.body).stringAt("detail").starts_with("the bearer token is missing, unknown"));
  BOOST_TEST(setup().logs("TOKEN_REFUSED", sample.reason, before));
}

BOOST_DATA_TEST_CASE(a_bad_jwt_is_refused_as_assertion, kBad) {
  const std::size_t before = setup().connector.log().size();
  const HttpAnswer answer = setup().askForToken(assertionForm(sample.make(assertion())));
  BOOST_TEST(answer.status == 401, answer.body);
  BOOST_TEST(errorIn(answer) == "invalid_client");
  BOOST_TEST(scim::parseJson(answer.body).stringAt("error_description") ==
             "the client's credentials are wrong, expired or revoked");
  BOOST_TEST(setup().logs("CLIENT_REFUSED", sample.reason, before));
}

BOOST_AUTO_TEST_CASE(new_keys_are_fetched_when_they_are_needed_and_old_ones_hold_while_the_server_is_away) {
  Setup own;
  BOOST_TEST(own.get(entra().sign(bearer())).status == 200);
  const JwtIssuer next("kid-2");
  own.keys.setDocument(jwkSetOf({entra().jwk(), next.jwk()}));
  BOOST_TEST(own.get(next.sign(bearer())).status == 200);
  const int before = own.keys.requests();
  own.keys.setAway(true);
  for (int count = 0; count < 5; ++count) {
    BOOST_TEST(own.get(entra().sign(bearer())).status == 200);
    BOOST_TEST(own.get(next.sign(bearer())).status == 200);
    BOOST_TEST(own.get(JwtIssuer("kid-3").sign(bearer())).status == 503);  // it may be new
  }
  BOOST_TEST(own.keys.requests() <= before + 2);  // three such fetches a minute
}

BOOST_AUTO_TEST_CASE(without_any_keys_the_answer_is_503_until_there_are_some) {
  Setup own;
  own.connector.stop();
  own.keys.setAway(true);
  own.connector.start();
  const HttpAnswer answer = own.get(entra().sign(bearer()));
  BOOST_TEST(answer.status == 503);
  BOOST_TEST(!answer.header("Retry-After").empty());
  const HttpAnswer token = own.askForToken(assertionForm(entra().sign(assertion())));
  BOOST_TEST(token.status == 503);
  BOOST_TEST(!token.header("Retry-After").empty());
  BOOST_TEST(errorIn(token) == "temporarily_unavailable");
  BOOST_TEST(own.logs("KEYS_UNAVAILABLE", "answered with 503"));
  BOOST_TEST(own.get(own.connector.token()).status == 200);
}

BOOST_AUTO_TEST_CASE(the_service_tells_of_both_ways_to_authenticate) {
  const HttpAnswer answer = sendHttp("GET", setup().connector.baseUrl() + "/ServiceProviderConfig");
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

BOOST_AUTO_TEST_SUITE(Logins)

BOOST_AUTO_TEST_CASE(that_fail_too_often_get_429_and_right_ones_are_taken_all_the_while) {
  Setup own("max_failed_logins = 5");
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
  Setup own("max_failed_logins = 5");
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
  const std::string page = sendHttp("GET", own.connector.adminUrl() + "/api/log").body;
  BOOST_TEST(page.find("stranger") == std::string::npos, page);
  // Of who says who he is, a refusal is kept.
  BOOST_TEST(post({{"Authorization", "Bearer " + own.connector.token()}}) == 400);
}

BOOST_AUTO_TEST_CASE(that_name_a_client_which_is_not_there_do_not_show_what_may_be_a_secret) {
  const std::string secret = setup().run("client create exchanged");
  BOOST_TEST(setup().askFor(secret, "exchanged").status == 401);
  BOOST_TEST(setup().askFor(secret.substr(1), "exchanged").status == 401);
  BOOST_TEST(setup().logs("CLIENT_REFUSED", "42 characters, SHA-256 "));
  BOOST_TEST(setup().connector.log().find(secret.substr(1)) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(are_told_how_the_token_was_pasted) {
  const std::string& token = setup().connector.token();
  const auto status = [&](const std::string& authorization) {
    return sendHttp("GET", setup().connector.baseUrl() + "/Users", {{"Authorization", authorization}}).status;
  };
  BOOST_TEST(status("Bearer Bearer " + token) == 200);
  BOOST_TEST(setup().logs("TOKEN_MALFORMED", "enter the secret token without the word Bearer"));
  BOOST_TEST(status(token) == 200);
  BOOST_TEST(setup().logs("TOKEN_MALFORMED", "without the word Bearer in front"));
  BOOST_TEST(status("Bearer " + token + "%0A") == 200);
  BOOST_TEST(setup().logs("TOKEN_MALFORMED", "a line break follows the token"));
}

BOOST_AUTO_TEST_CASE(will_fail_soon_which_is_told_while_the_server_runs_and_when_it_starts) {
  Setup own;
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
