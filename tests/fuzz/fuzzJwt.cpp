#include "connector/auth/Base64Url.h"
#include "connector/auth/Jwt.h"
#include "connector/auth/JwtClaims.h"
#include "scim/Error.h"
#include "tests/fuzz/Property.h"

using namespace scim2ldap;
using connector::TimePoint;
using fuzz::require;

namespace {

connector::TrustedIssuer trusted() {
  return {.issuer = "https://login.example.org/t/v2.0",
          .tenant = "t",
          .audiences = {"api://a"},
          .app = "a",
          .subject = "s",
          .keys = "/keys",
          .scopes = {"user.read"}};
}

/// Whoever is trusted, whatever the time: the claims are read to their end and nothing is thrown.
void checkClaims(const scim::Json& claims) {
  for (const std::int64_t seconds : {0, 1'800'000'000}) {
    const TimePoint now{std::chrono::seconds(seconds)};
    if (!connector::claimFault(claims, trusted(), now).empty()) continue;
    require(claims.stringAt("iss") == trusted().issuer, "the issuer is the one that is trusted");
    require(claims.stringAt("tid") == trusted().tenant, "the tenant is the one that is trusted");
    require(connector::findClaim(claims, "exp") != nullptr, "it has an end");
  }
  if (connector::partyFault(claims, trusted()).empty()) {
    require(claims.stringAt("sub") == trusted().subject, "the subject is the one that is trusted");
  }
}

/// The text as header and as claims of a token that is otherwise well formed.
void checkParts(std::string_view text) {
  const std::string part = connector::encodeBase64Url(text);
  require(connector::decodeBase64Url(part) == std::string(text), "base64url goes both ways");
  const std::string header = connector::encodeBase64Url(R"({"alg":"RS256","kid":"k"})");
  for (const std::string& token : {part + ".e30.c2ln", header + "." + part + ".c2ln"}) {
    try {
      const connector::Jwt jwt = connector::parseJwt(token);
      require(!jwt.keyId.empty(), "a key is named");
      require(jwt.claims.isObject(), "the claims are an object");
      checkClaims(jwt.claims);
    } catch (const connector::JwtError&) {  // refused
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = fuzz::textOf(bytes, size);
  checkParts(text);
  if (const auto decoded = connector::decodeBase64Url(text))
    require(connector::encodeBase64Url(*decoded) == text, "bytes have one spelling");
  try {
    const connector::Jwt jwt = connector::parseJwt(text);
    require(size <= connector::kMaxJwtBytes, "the length is limited");
    require(jwt.signedText + "." + connector::encodeBase64Url(jwt.signature) == text,
            "what is signed and the signature are all there is");
    checkClaims(jwt.claims);
  } catch (const connector::JwtError&) {  // refused
  }
  return 0;
}
