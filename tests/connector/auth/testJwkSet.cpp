#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <vector>

#include "EntraTokens.h"
#include "connector/auth/JwkSet.h"
#include "connector/auth/Jwt.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using scim::Json;

namespace {

struct Change {
  std::string name;
  Json value;  ///< null: left out
};
std::ostream& operator<<(std::ostream& out, const Change& change) {
  return out << change.name << " " << printJson(change.value).substr(0, 40);
}

/// Each makes a key one that is left out.
const std::vector<Change> kLeftOut = {
    {"kty", "EC"},
    {"kty", Json()},
    {"kid", Json()},
    {"kid", 1},
    {"use", "enc"},
    {"alg", "RS512"},
    {"n", Json()},
    {"n", "AQAB"},                  // 17 bits
    {"n", std::string(342, 'A')},   // zero
    {"n", std::string(172, '_')},   // 1032 bits
    {"n", std::string(2000, '_')},  // more than 8192 bits
    {"n", "not base64url!"},
    {"e", Json()},
    {"e", "AQ"},  // one
    {"e", "Ag"},  // two
    {"e", std::string(40, '_')},
};
/// Each leaves a key what it is.
const std::vector<Change> kKept = {
    {"use", Json()}, {"alg", "RS256"}, {"x5t", "abc"}, {"x5c", Json(Json::Array{"MII"})}};

}  // namespace

BOOST_AUTO_TEST_SUITE(JwkSetSuite)

BOOST_AUTO_TEST_CASE(holds_keys_that_check_signatures) {
  const JwkSet set = parseJwkSet(jwkSetOf({entraKey().jwk(), nextEntraKey().jwk()}));
  BOOST_REQUIRE(set.size() == 2U);
  const Jwt jwt = parseJwt(entraKey().sign(assertionClaims()));
  BOOST_TEST(set.at("kid-1").hasSigned(jwt.signedText, jwt.signature));
  BOOST_TEST(!set.at("kid-2").hasSigned(jwt.signedText, jwt.signature));
  BOOST_TEST(!set.at("kid-1").hasSigned(jwt.signedText + "x", jwt.signature));
  std::string changed = jwt.signature;
  changed.back() = static_cast<char>(changed.back() ^ 1);
  BOOST_TEST(!set.at("kid-1").hasSigned(jwt.signedText, changed));
  BOOST_TEST(!set.at("kid-1").hasSigned(jwt.signedText, jwt.signature.substr(1)));
  BOOST_TEST(!set.at("kid-1").hasSigned(jwt.signedText, ""));
}

BOOST_DATA_TEST_CASE(leaves_out_keys_that_are_not_for_rs256, kLeftOut) {
  const JwkSet set =
      parseJwkSet(jwkSetOf({with(entraKey().jwk(), sample.name, sample.value), nextEntraKey().jwk()}));
  BOOST_TEST(set.size() == 1U);
  BOOST_TEST(set.contains("kid-2"));
}

BOOST_DATA_TEST_CASE(takes_what_else_a_key_says_for_granted, kKept) {
  BOOST_TEST(parseJwkSet(jwkSetOf({with(entraKey().jwk(), sample.name, sample.value)})).contains("kid-1"));
}

BOOST_AUTO_TEST_CASE(keeps_the_first_of_one_kid) {
  const JwkSet set = parseJwkSet(jwkSetOf({entraKey().jwk(), forgersKey().jwk()}));
  const Jwt jwt = parseJwt(forgersKey().sign(assertionClaims()));
  BOOST_TEST(!set.at("kid-1").hasSigned(jwt.signedText, jwt.signature));
}

BOOST_AUTO_TEST_CASE(that_is_none_is_refused) {
  for (const char* text :
       {"", "nothing", "[]", "{}", R"({"keys":{}})", R"({"keys":[]})", R"({"keys":[1,null]})"}) {
    BOOST_CHECK_THROW(static_cast<void>(parseJwkSet(text)), std::invalid_argument);
  }
}

BOOST_AUTO_TEST_SUITE_END()
