#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <vector>

#include "EntraTokens.h"
#include "connector/auth/Base64Url.h"
#include "connector/auth/TrustedJwt.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using namespace std::chrono_literals;
using scim::Json;

namespace {

using Use = TrustedIssuer::Use;

const std::string kKeys = "https://login.example.org/keys";

struct Fixture {
  Logger logger{Level::Error};
  bool isAway = false;
  int fetches = 0;
  KeySources keys{[this](const std::string&) {
                    ++fetches;
                    if (isAway) throw std::runtime_error("no connection");
                    return entraKey().jwkSet();
                  },
                  logger};
  std::vector<TrustedIssuer> trusted{trustedAssertions(kKeys), trustedBearers(kKeys)};

  [[nodiscard]] JwtCheck check(const std::string& token, Use use = Use::Assertion) {
    return checkJwt(token, trusted, use, keys, kNow);
  }
};

/// What a JWT can be that is not to be believed.
struct Bad {
  std::string name;
  std::string token;
  std::string reason;
  bool fetches = false;  ///< it takes the issuer's keys to find out
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) {
  return out << bad.name;
}

std::string signedWith(const std::string& name, const Json& value) {
  return entraKey().sign(with(assertionClaims(), name, value));
}

std::string cutShort() {
  const std::string token = entraKey().sign(assertionClaims());
  return token.substr(0, token.rfind('.') + 1) + encodeBase64Url(std::string(255, 'x'));
}

std::string claimsExchanged() {
  const std::string right = entraKey().sign(assertionClaims());
  const std::string other = signedWith("exp", secondsOf(kNow + 24h));
  const auto first = [](const std::string& token) { return token.find('.'); };
  return right.substr(0, first(right)) + other.substr(first(other), other.rfind('.') - first(other)) +
         right.substr(right.rfind('.'));
}

std::string oversized() {
  return signedWith("padding", std::string(16 * 1024, 'x'));
}

const std::vector<Bad> kBad = {
    {"alg none", entraKey().unsignedToken(assertionClaims()), "signed with \"none\""},
    {"HS256 with the public key", entraKey().signWithPublicKey(assertionClaims()), "signed with \"HS256\""},
    {"wrong tenant", signedWith("tid", "another"), "tid is"},
    {"wrong issuer", signedWith("iss", "https://login.example.org/"), "iss is"},
    {"wrong audience", signedWith("aud", "api://another"), "aud is"},
    {"expired", signedWith("exp", secondsOf(kNow - 2min)), "has expired"},
    {"not yet valid", signedWith("nbf", secondsOf(kNow + 2min)), "not valid yet"},
    {"oversized", oversized(), "the most is 16384"},
    {"no JWT", "abc", "three parts"},
    {"a bearer's", entraKey().sign(bearerClaims()), "iss is"},
    {"unknown kid", nextEntraKey().sign(assertionClaims()), "(kid)", true},
    {"forged under a known kid", forgersKey().sign(assertionClaims()), "signature is wrong", true},
    {"signature cut short", cutShort(), "signature is wrong", true},
    {"other claims under the signature", claimsExchanged(), "signature is wrong", true},
    {"wrong application", signedWith("azp", "another"), "azp is", true},
    {"wrong subject", signedWith("sub", "another"), "sub is", true},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(TrustedJwtSuite, Fixture)

BOOST_AUTO_TEST_CASE(is_the_one_of_who_is_trusted_for_its_use) {
  BOOST_TEST(check(entraKey().sign(assertionClaims())).trusted == &trusted[0]);
  BOOST_TEST(check(entraKey().sign(bearerClaims()), Use::Bearer).trusted == &trusted[1]);
  BOOST_TEST(fetches == 1);
}

BOOST_DATA_TEST_CASE(that_is_bad_is_refused, kBad) {
  const JwtCheck outcome = check(sample.token);
  BOOST_TEST(outcome.trusted == nullptr);
  BOOST_TEST(!outcome.isAway);
  BOOST_TEST(outcome.reason.find(sample.reason) != std::string::npos, outcome.reason);
  BOOST_TEST((fetches > 0) == sample.fetches);
}

BOOST_AUTO_TEST_CASE(of_a_foreign_tenant_is_refused_as_bearer_though_entra_has_signed_it) {
  Json claims = with(bearerClaims(), "tid", "another");
  claims.set("iss", "https://sts.windows.net/another/");
  BOOST_TEST(check(entraKey().sign(claims), Use::Bearer).trusted == nullptr);
  BOOST_TEST(fetches == 0);
}

BOOST_AUTO_TEST_CASE(may_be_of_any_of_several) {
  TrustedIssuer other = trustedAssertions(kKeys);
  other.subject = "another";
  trusted.insert(trusted.begin(), other);
  BOOST_TEST(check(entraKey().sign(assertionClaims())).trusted == &trusted[1]);
  BOOST_TEST(check(signedWith("sub", "another")).trusted == &trusted[0]);
  BOOST_TEST(check(signedWith("sub", "third")).reason.find("sub is \"third\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(cannot_be_told_while_the_keys_are_away) {
  isAway = true;
  const JwtCheck outcome = check(entraKey().sign(assertionClaims()));
  BOOST_TEST(outcome.trusted == nullptr);
  BOOST_TEST(outcome.isAway);
}

BOOST_AUTO_TEST_CASE(is_of_no_use_where_nobody_is_trusted) {
  trusted.clear();
  BOOST_TEST(check(entraKey().sign(assertionClaims())).reason == "no issuer is trusted for JWTs of this use");
}

BOOST_AUTO_TEST_SUITE_END()
