#include "EntraTokens.h"

#include "connector/config/Scope.h"

namespace scim2ldap::test {
namespace {

using connector::TrustedIssuer;
using scim::Json;

const std::string kTenant = "9f1c3b5e-0000-4a6b-8c7d-1e2f3a4b5c6d";
const std::string kApplication = "5d6c7b8a-1111-4e2f-9a0b-c1d2e3f4a5b6";
const std::string kServicePrincipal = "0a1b2c3d-2222-4f5e-8d9c-b0a1c2d3e4f5";
const std::string kSynchronisation = "00000014-0000-0000-c000-000000000000";
const std::string kGallery = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621";

void setTimes(Json& claims) {
  claims.set("iat", secondsOf(kNow));
  claims.set("nbf", secondsOf(kNow));
  claims.set("exp", secondsOf(kNow + std::chrono::minutes(65)));
}

}  // namespace

const JwtIssuer& entraKey() {
  static const JwtIssuer issuer("kid-1");
  return issuer;
}

const JwtIssuer& nextEntraKey() {
  static const JwtIssuer issuer("kid-2");
  return issuer;
}

const JwtIssuer& forgersKey() {
  static const JwtIssuer issuer("kid-1");
  return issuer;
}

Json assertionClaims() {
  Json claims = Json::object();
  claims.set("aud", kApplication);
  claims.set("iss", "https://login.microsoftonline.com/" + kTenant + "/v2.0");
  setTimes(claims);
  claims.set("azp", kApplication);
  claims.set("oid", kServicePrincipal);
  claims.set("sub", kServicePrincipal);
  claims.set("tid", kTenant);
  claims.set("uti", "q7W3");
  claims.set("ver", "2.0");
  return claims;
}

Json bearerClaims() {
  Json claims = Json::object();
  claims.set("aud", kGallery);
  claims.set("iss", "https://sts.windows.net/" + kTenant + "/");
  setTimes(claims);
  claims.set("appid", kSynchronisation);
  claims.set("oid", kServicePrincipal);
  claims.set("sub", kServicePrincipal);
  claims.set("tid", kTenant);
  claims.set("ver", "1.0");
  return claims;
}

TrustedIssuer trustedAssertions(const std::string& keys) {
  return {.use = TrustedIssuer::Use::Assertion,
          .issuer = "https://login.microsoftonline.com/" + kTenant + "/v2.0",
          .tenant = kTenant,
          .audiences = {"api://" + kApplication, kApplication},
          .app = kApplication,
          .subject = kServicePrincipal,
          .keys = keys,
          .scopes = connector::defaultScopes()};
}

TrustedIssuer trustedBearers(const std::string& keys) {
  return {.use = TrustedIssuer::Use::Bearer,
          .issuer = "https://sts.windows.net/" + kTenant + "/",
          .tenant = kTenant,
          .audiences = {kGallery},
          .app = kSynchronisation,
          .subject = kServicePrincipal,
          .keys = keys,
          .scopes = {std::string(connector::kUserRead)}};
}

Json with(Json claims, const std::string& name, const Json& value) {
  if (value.isNull()) {
    claims.erase(name);
  } else {
    claims.set(name, value);
  }
  return claims;
}

}  // namespace scim2ldap::test
