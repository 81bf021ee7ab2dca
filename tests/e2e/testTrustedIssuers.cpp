#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "tests/e2e/OAuthSetup.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using namespace std::chrono_literals;
using scim::Json;

namespace {

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

BOOST_AUTO_TEST_SUITE(TrustedIssuers)

BOOST_AUTO_TEST_CASE(an_assertion_of_entra_gets_a_token) {
  const std::string token = tokenIn(sharedOAuth().askForToken(assertionForm(entra().sign(assertion()))));
  BOOST_TEST(sharedOAuth().get(token).status == 200);
  BOOST_TEST(sharedOAuth().logs("TOKEN_ISSUED", "assertion:" + kPrincipal));
  // An assertion is no bearer token.
  BOOST_TEST(sharedOAuth().get(entra().sign(assertion())).status == 401);
}

BOOST_AUTO_TEST_CASE(a_token_of_entra_is_taken_where_the_secret_is_left_blank) {
  BOOST_TEST(sharedOAuth().get(entra().sign(bearer())).status == 200);
  BOOST_TEST(sharedOAuth().get(entra().sign(bearer()), "/Groups").status == 403);  // scopes = ["user.read"]
  // And it is no assertion.
  BOOST_TEST(sharedOAuth().askForToken(assertionForm(entra().sign(bearer()))).status == 401);
}

BOOST_AUTO_TEST_CASE(the_audience_that_all_tenants_share_opens_nothing_to_another_tenant) {
  Json claims = bearer();
  claims.set("tid", "11111111-0000-0000-0000-000000000000");
  claims.set("iss", "https://sts.windows.net/11111111-0000-0000-0000-000000000000/");
  BOOST_TEST(sharedOAuth().get(entra().sign(claims)).status == 401);
}

BOOST_DATA_TEST_CASE(a_bad_jwt_is_refused_as_bearer, kBad) {
  const std::size_t before = sharedOAuth().connector.log().size();
  const HttpAnswer answer = sharedOAuth().get(sample.make(bearer()));
  BOOST_TEST(answer.status == 401, answer.body);
  BOOST_TEST(answer.header("WWW-Authenticate") == "Bearer realm=\"scim2ldap\", error=\"invalid_token\"");
  BOOST_TEST(
      scim::parseJson(answer.body).stringAt("detail").starts_with("the bearer token is missing, unknown"));
  BOOST_TEST(sharedOAuth().logs("TOKEN_REFUSED", sample.reason, before));
}

BOOST_DATA_TEST_CASE(a_bad_jwt_is_refused_as_assertion, kBad) {
  const std::size_t before = sharedOAuth().connector.log().size();
  const HttpAnswer answer = sharedOAuth().askForToken(assertionForm(sample.make(assertion())));
  BOOST_TEST(answer.status == 401, answer.body);
  BOOST_TEST(errorIn(answer) == "invalid_client");
  BOOST_TEST(scim::parseJson(answer.body).stringAt("error_description") ==
             "the client's credentials are wrong, expired or revoked");
  BOOST_TEST(sharedOAuth().logs("CLIENT_REFUSED", sample.reason, before));
}

BOOST_AUTO_TEST_CASE(new_keys_are_fetched_when_they_are_needed_and_old_ones_hold_while_the_server_is_away) {
  OAuthSetup own;
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
  OAuthSetup own;
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
  BOOST_TEST(own.comesToLog("KEYS_UNAVAILABLE", "answered with 503"));
  BOOST_TEST(own.get(own.connector.token()).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
