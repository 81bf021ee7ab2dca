#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "connector/auth/Base64Url.h"
#include "connector/auth/Jwt.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

const std::string kHeader = R"({"typ":"JWT","alg":"RS256","kid":"k1"})";
const std::string kClaims = R"({"iss":"i","exp":1})";

std::string token(const std::string& header, const std::string& claims,
                  const std::string& signature = "sig") {
  return encodeBase64Url(header) + "." + encodeBase64Url(claims) + "." + encodeBase64Url(signature);
}

struct Bad {
  std::string name;
  std::string text;
  std::string reason;
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) {
  return out << bad.name;
}
const std::vector<Bad> kBad = {
    {"empty", "", "three parts"},
    {"one part", "abc", "three parts"},
    {"two parts", "abc.def", "three parts"},
    {"four parts", token(kHeader, kClaims) + ".x", "three parts"},
    {"five parts (encrypted)", "a.b.c.d.e", "three parts"},
    {"oversized", token(kHeader, kClaims, std::string(kMaxJwtBytes, 'x')), "the most is 16384"},
    {"none", token(R"({"alg":"none","kid":"k1"})", kClaims, ""), "signed with \"none\""},
    {"None", token(R"({"alg":"None","kid":"k1"})", kClaims), "signed with \"None\""},
    {"HS256", token(R"({"alg":"HS256","kid":"k1"})", kClaims), "signed with \"HS256\""},
    {"RS512", token(R"({"alg":"RS512","kid":"k1"})", kClaims), "signed with \"RS512\""},
    {"PS256", token(R"({"alg":"PS256","kid":"k1"})", kClaims), "signed with \"PS256\""},
    {"ES256", token(R"({"alg":"ES256","kid":"k1"})", kClaims), "signed with \"ES256\""},
    {"rs256", token(R"({"alg":"rs256","kid":"k1"})", kClaims), "signed with \"rs256\""},
    {"no alg", token(R"({"kid":"k1"})", kClaims), "signed with \"\""},
    {"ALG in place of alg", token(R"({"ALG":"RS256","kid":"k1"})", kClaims), "signed with \"\""},
    {"alg twice", token(R"({"alg":"RS256","alg":"none","kid":"k1"})", kClaims), "not JSON"},
    {"alg a list", token(R"({"alg":["RS256"],"kid":"k1"})", kClaims), "signed with \"\""},
    {"no kid", token(R"({"alg":"RS256"})", kClaims), "(kid)"},
    {"empty kid", token(R"({"alg":"RS256","kid":""})", kClaims), "(kid)"},
    {"kid a number", token(R"({"alg":"RS256","kid":1})", kClaims), "(kid)"},
    {"kid of 300 bytes", token(R"({"alg":"RS256","kid":")" + std::string(300, 'k') + "\"}", kClaims),
     "(kid)"},
    {"critical parameters", token(R"({"alg":"RS256","kid":"k1","crit":["b64"],"b64":false})", kClaims),
     "critical"},
    {"another type", token(R"({"alg":"RS256","kid":"k1","typ":"dpop+jwt"})", kClaims), "typ"},
    {"type no text", token(R"({"alg":"RS256","kid":"k1","typ":1})", kClaims), "typ"},
    {"header no JSON", token("{", kClaims), "header is not JSON"},
    {"header a list", token("[]", kClaims), "header is not a JSON object"},
    {"header empty", token("", kClaims), "header is not base64url"},
    {"header padded", encodeBase64Url(kHeader) + "==." + encodeBase64Url(kClaims) + ".c2ln",
     "header is not base64url"},
    {"claims no JSON", token(kHeader, "nothing"), "claims is not JSON"},
    {"claims a text", token(kHeader, "\"x\""), "claims is not"},
    {"claims no UTF-8", token(kHeader, "{\"iss\":\"\xFF\"}"), "claims is not JSON"},
    {"claims deep", token(kHeader, std::string(100, '[') + std::string(100, ']')), "claims is not JSON"},
    {"no signature", token(kHeader, kClaims, ""), "signature is not base64url"},
    {"signature of other characters", encodeBase64Url(kHeader) + "." + encodeBase64Url(kClaims) + ".a+b/",
     "signature is not base64url"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(JwtSuite)

BOOST_AUTO_TEST_CASE(is_taken_apart) {
  const std::string text = token(kHeader, kClaims, "a signature");
  const Jwt jwt = parseJwt(text);
  BOOST_TEST(jwt.keyId == "k1");
  BOOST_TEST((jwt.claims == scim::parseJson(kClaims)));
  BOOST_TEST(jwt.signedText == text.substr(0, text.rfind('.')));
  BOOST_TEST(jwt.signature == "a signature");
}

BOOST_AUTO_TEST_CASE(may_name_its_type_in_any_case_or_not_at_all) {
  BOOST_TEST(parseJwt(token(R"({"alg":"RS256","kid":"k1"})", kClaims)).keyId == "k1");
  BOOST_TEST(parseJwt(token(R"({"alg":"RS256","kid":"k1","typ":"jwt"})", kClaims)).keyId == "k1");
}

BOOST_DATA_TEST_CASE(that_is_none_is_refused, kBad) {
  BOOST_CHECK_EXCEPTION(static_cast<void>(parseJwt(sample.text)), JwtError, [&](const JwtError& error) {
    BOOST_TEST_INFO(error.what());
    return std::string(error.what()).find(sample.reason) != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(keeps_the_case_of_claims) {
  const scim::Json claims = scim::parseJson(R"({"ISS":"i"})");
  BOOST_TEST(findClaim(claims, "iss") == nullptr);
  BOOST_TEST(findClaim(claims, "ISS") != nullptr);
}

BOOST_AUTO_TEST_CASE(is_told_from_tokens_of_ours_by_its_dots) {
  BOOST_TEST(looksLikeJwt("a.b.c"));
  BOOST_TEST(!looksLikeJwt("mFh7d2vYJ0K8s-_x"));
  BOOST_TEST(!looksLikeJwt("a.b"));
  BOOST_TEST(!looksLikeJwt("a.b.c.d.e"));
}

BOOST_AUTO_TEST_SUITE_END()
