#include "connector/auth/Jwt.h"

#include <algorithm>

#include "connector/auth/Base64Url.h"
#include "scim/Error.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

constexpr std::size_t kMaxKeyIdBytes = 256;

std::string decoded(std::string_view part, const char* name) {
  std::optional<std::string> bytes = decodeBase64Url(part);
  if (!bytes || bytes->empty()) throw JwtError(std::string("the JWT's ") + name + " is not base64url");
  return *std::move(bytes);
}

Json objectIn(std::string_view part, const char* name) {
  try {
    Json json = scim::parseJson(decoded(part, name));
    if (json.isObject()) return json;
  } catch (const scim::Error& error) {
    throw JwtError(std::string("the JWT's ") + name + " is not JSON: " + error.detail());
  }
  throw JwtError(std::string("the JWT's ") + name + " is not a JSON object");
}

std::string textIn(const Json& header, std::string_view name) {
  const Json* value = findClaim(header, name);
  return value != nullptr && value->isString() ? value->asString() : "";
}

}  // namespace

bool looksLikeJwt(std::string_view token) {
  return std::count(token.begin(), token.end(), '.') == 2;
}

Jwt parseJwt(std::string_view text) {
  if (text.size() > kMaxJwtBytes) {
    throw JwtError("the JWT has " + std::to_string(text.size()) + " bytes; the most is " +
                   std::to_string(kMaxJwtBytes));
  }
  if (!looksLikeJwt(text)) throw JwtError("the JWT does not have three parts");
  const std::size_t first = text.find('.');
  const std::size_t second = text.find('.', first + 1);

  const Json header = objectIn(text.substr(0, first), "header");
  // One algorithm: "none" and the confusion of a public key with a shared secret end here.
  if (const std::string algorithm = textIn(header, "alg"); algorithm != "RS256") {
    throw JwtError("the JWT is signed with \"" + algorithm.substr(0, 16) + "\" and not with RS256");
  }
  if (findClaim(header, "crit") != nullptr) throw JwtError("the JWT has critical header parameters");
  if (const Json* type = findClaim(header, "typ");
      type != nullptr && !(type->isString() && scim::sameName(type->asString(), "JWT"))) {
    throw JwtError("the JWT's typ is not JWT");
  }
  Jwt jwt;
  jwt.keyId = textIn(header, "kid");
  if (jwt.keyId.empty() || jwt.keyId.size() > kMaxKeyIdBytes) {
    throw JwtError("the JWT does not name its key (kid)");
  }
  jwt.claims = objectIn(text.substr(first + 1, second - first - 1), "claims");
  jwt.signature = decoded(text.substr(second + 1), "signature");
  jwt.signedText = text.substr(0, second);
  return jwt;
}

const Json* findClaim(const Json& object, std::string_view name) {
  const Json::Object& members = object.asObject();
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Json::Member& member) { return member.name == name; });
  return found == members.end() ? nullptr : &found->value;
}

}  // namespace scim2ldap::connector
