#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "EntraTokens.h"
#include "FakeStore.h"
#include "connector/auth/BearerCheck.h"
#include "connector/auth/BearerToken.h"
#include "connector/auth/TokenIssuer.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using namespace std::chrono_literals;

namespace {

struct Fixture {
  Logger logger{Level::Error};
  bool isAway = false;
  FakeStore store;
  KeySources keys{[this](const std::string&) {
                    if (isAway) throw std::runtime_error("no connection");
                    return entraKey().jwkSet();
                  },
                  logger};
  TokenIssuer issuer{store, keys};
  BearerCheck bearers{store, keys};
  std::optional<OAuthPolicy> policy =
      OAuthPolicy{.tokenLifetime = 1h, .trusted = {trustedAssertions("/keys"), trustedBearers("/keys")}};

  std::string addClient(const std::string& scopes = "", std::optional<TimePoint> expires = std::nullopt) {
    const NewSecret secret = makeClientSecret(kNow - 24h, expires);
    store.addClient({.endpoint = "staff",
                     .id = "entra",
                     .scopes = scopes,
                     .secrets = {secret.row},
                     .created = kNow - 24h});
    return secret.text;
  }
  [[nodiscard]] IssuedToken issue(const TokenRequest& request) {
    return issuer.issue("staff", *policy, request, kNow);
  }
  [[nodiscard]] Authentication use(const std::string& token, TimePoint now = kNow) {
    return bearers.check("staff", policy, "Bearer " + token, now);
  }
  void expectRefused(const TokenRequest& request, int status, const std::string& error,
                     const std::string& reason) {
    BOOST_CHECK_EXCEPTION(static_cast<void>(issue(request)), OAuthError, [&](const OAuthError& refused) {
      BOOST_TEST_INFO(refused.status() << " " << refused.error() << ": " << refused.reason());
      return refused.status() == status && refused.error() == error &&
             refused.reason().find(reason) != std::string::npos;
    });
  }
};

TokenRequest bySecret(const std::string& secret, const std::string& scope = "") {
  return {.clientId = "entra", .secret = secret, .scope = scope};
}

TokenRequest byAssertion(const std::string& jwt, const std::string& scope = "") {
  return {.assertion = jwt, .scope = scope};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(TokenIssuerSuite, Fixture)

BOOST_AUTO_TEST_CASE(gives_a_token_for_a_secret) {
  const IssuedToken token = issue(bySecret(addClient()));
  BOOST_TEST(token.text.size() == 43U);
  BOOST_TEST(token.client == "entra");
  BOOST_TEST((token.lifetime == 1h));
  BOOST_TEST(token.scopes == defaultScopes());
  const Authentication used = use(token.text);
  BOOST_REQUIRE(used.principal.has_value());
  BOOST_TEST(used.principal->client == "entra");
  BOOST_TEST(used.principal->scopes == defaultScopes());
  BOOST_TEST(use(token.text, kNow + 1h - 1ms).principal.has_value());
  BOOST_TEST(!use(token.text, kNow + 1h).principal.has_value());
}

BOOST_AUTO_TEST_CASE(gives_no_more_scopes_than_the_client_has) {
  const std::string secret = addClient("user.read group.read");
  BOOST_TEST((issue(bySecret(secret)).scopes == Scopes{"user.read", "group.read"}));
  const IssuedToken less = issue(bySecret(secret, "group.read"));
  BOOST_TEST((less.scopes == Scopes{"group.read"}));
  BOOST_TEST((use(less.text).principal->scopes == Scopes{"group.read"}));
  expectRefused(bySecret(secret, "user.read user.write"), 400, "invalid_scope",
                "user.read group.read at most");
  expectRefused(bySecret(secret, "everything"), 400, "invalid_scope", "at most");
}

BOOST_AUTO_TEST_CASE(never_gives_the_fifth_scope_by_default) {
  expectRefused(bySecret(addClient(), "user.protected"), 400, "invalid_scope", "at most");
}

BOOST_AUTO_TEST_CASE(takes_two_secrets_while_they_are_changed) {
  const NewSecret first = makeClientSecret(kNow - 24h, std::nullopt);
  const NewSecret second = makeClientSecret(kNow, std::nullopt);
  store.addClient({.endpoint = "staff",
                   .id = "entra",
                   .scopes = "",
                   .secrets = {first.row, second.row},
                   .created = kNow});
  BOOST_TEST(use(issue(bySecret(first.text)).text).principal.has_value());
  BOOST_TEST(use(issue(bySecret(second.text)).text).principal.has_value());
}

BOOST_AUTO_TEST_CASE(refuses_wrong_expired_and_revoked_clients_and_tells_why_in_the_log_alone) {
  const std::string secret = addClient("", kNow + 1h);
  expectRefused({.clientId = "okta", .secret = secret}, 401, "invalid_client", "has no client of the id that was sent (4 characters, SHA-256 ");
  expectRefused({.clientId = secret, .secret = "entra"}, 401, "invalid_client",
                "are id and secret exchanged?");
  expectRefused(bySecret(secret + "x"), 401, "invalid_client",
                "a secret that client \"entra\" does not have");
  expectRefused(bySecret(tokenHash(secret)), 401, "invalid_client", "does not have");
  BOOST_CHECK_THROW(static_cast<void>(issuer.issue("guests", *policy, bySecret(secret), kNow)), OAuthError);
  BOOST_CHECK_EXCEPTION(static_cast<void>(issuer.issue("staff", *policy, bySecret(secret), kNow + 1h)),
                        OAuthError, [](const OAuthError& error) {
                          return error.reason().find("has expired") != std::string::npos &&
                                 error.detail() == "the client's credentials are wrong, expired or revoked";
                        });
  store.revokeClient("staff", "entra", kNow);
  expectRefused(bySecret(secret), 401, "invalid_client", "is revoked");
  BOOST_TEST(store.tokens("").empty());
}

BOOST_AUTO_TEST_CASE(lets_tokens_end_with_their_client) {
  const IssuedToken token = issue(bySecret(addClient()));
  store.revokeClient("staff", "entra", kNow);
  const Authentication used = use(token.text);
  BOOST_TEST(!used.principal.has_value());
  BOOST_TEST(used.reason.find("revoked") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(gives_no_token_to_a_client_that_was_revoked_meanwhile) {
  struct Racing : FakeStore {
    std::optional<std::int64_t> addClientToken(const TokenRow& token,
                                               const std::string& secretHash) override {
      revokeClient("staff", "entra", kNow);  // by somebody else, a moment before
      return FakeStore::addClientToken(token, secretHash);
    }
  } racing;
  const NewSecret secret = makeClientSecret(kNow, std::nullopt);
  racing.addClient(
      {.endpoint = "staff", .id = "entra", .scopes = "", .secrets = {secret.row}, .created = kNow});
  TokenIssuer late(racing, keys);
  BOOST_CHECK_THROW(static_cast<void>(late.issue("staff", *policy, bySecret(secret.text), kNow)), OAuthError);
  BOOST_TEST(racing.tokens("staff").empty());
}

BOOST_AUTO_TEST_CASE(gives_a_token_for_an_assertion) {
  const IssuedToken token = issue(byAssertion(entraKey().sign(assertionClaims()), "user.read user.write"));
  BOOST_TEST(token.client == assertionClient(trustedAssertions("").subject));
  const Authentication used = use(token.text);
  BOOST_REQUIRE(used.principal.has_value());
  BOOST_TEST((used.principal->scopes == Scopes{"user.read", "user.write"}));
}

BOOST_AUTO_TEST_CASE(refuses_an_assertion_that_is_not_trusted) {
  expectRefused(byAssertion(entraKey().sign(with(assertionClaims(), "sub", "another"))), 401,
                "invalid_client", "sub is \"another\"");
  expectRefused(byAssertion(entraKey().sign(bearerClaims())), 401, "invalid_client", "iss is");
  isAway = true;
  KeySources others([](const std::string&) -> std::string { throw std::runtime_error("away"); }, logger);
  TokenIssuer cutOff(store, others);
  BOOST_CHECK_EXCEPTION(static_cast<void>(cutOff.issue(
                            "staff", *policy, byAssertion(entraKey().sign(assertionClaims())), kNow)),
                        OAuthError, [](const OAuthError& error) { return error.status() == 503; });
}

BOOST_AUTO_TEST_CASE(lets_tokens_end_with_the_trust_in_their_assertion) {
  const IssuedToken token = issue(byAssertion(entraKey().sign(assertionClaims())));
  policy->trusted[0].scopes = {"user.read"};
  BOOST_TEST((use(token.text).principal->scopes == Scopes{"user.read"}));
  // Another trust in the same subject is another trust.
  const std::vector<TrustedIssuer> before = policy->trusted;
  for (std::string TrustedIssuer::*part :
       {&TrustedIssuer::issuer, &TrustedIssuer::tenant, &TrustedIssuer::app}) {
    policy->trusted[0].*part += "x";
    BOOST_TEST(!use(token.text).principal.has_value());
    policy->trusted = before;
  }
  policy->trusted[0].audiences.pop_back();
  BOOST_TEST(!use(token.text).principal.has_value());
  policy->trusted = before;
  std::reverse(policy->trusted[0].audiences.begin(), policy->trusted[0].audiences.end());
  BOOST_TEST(use(token.text).principal.has_value());
  policy->trusted.erase(policy->trusted.begin());
  BOOST_TEST(use(token.text).reason.find("not trusted any more") != std::string::npos);
  policy.reset();
  BOOST_TEST(use(token.text).reason.find("no [endpoint.oauth] any more") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(BearerCheckSuite, Fixture)

BOOST_AUTO_TEST_CASE(takes_a_jwt_of_somebody_trusted) {
  const Authentication used = use(entraKey().sign(bearerClaims()));
  BOOST_REQUIRE(used.principal.has_value());
  BOOST_TEST(used.principal->tokenName == "bearer:" + trustedBearers("").subject);
  BOOST_TEST((used.principal->scopes == Scopes{"user.read"}));
}

BOOST_AUTO_TEST_CASE(takes_no_assertion_as_a_bearer_token) {
  const Authentication used = use(entraKey().sign(assertionClaims()));
  BOOST_TEST(!used.principal.has_value());
  BOOST_TEST(used.reason.find("iss is") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(takes_no_jwt_where_none_is_configured) {
  policy->trusted.pop_back();
  BOOST_TEST(use(entraKey().sign(bearerClaims())).reason == "token unknown");
  policy.reset();
  BOOST_TEST(use(entraKey().sign(bearerClaims())).reason == "token unknown");
}

BOOST_AUTO_TEST_CASE(tells_that_a_jwt_cannot_be_checked_at_the_moment) {
  isAway = true;
  const Authentication used = use(entraKey().sign(bearerClaims()));
  BOOST_TEST(!used.principal.has_value());
  BOOST_TEST(used.isAway);
}

BOOST_AUTO_TEST_CASE(tells_nothing_sent_from_something_wrong) {
  BOOST_TEST(bearers.check("staff", policy, "", kNow).isMissing);
  BOOST_TEST(!bearers.check("staff", policy, "Bearer x", kNow).isMissing);
  BOOST_TEST(!bearers.check("staff", policy, "Basic x", kNow).isMissing);
  BOOST_TEST(!bearers.check("staff", policy, "Bearer", kNow).isMissing);
}

BOOST_AUTO_TEST_SUITE_END()
