#include "tests/e2e/OAuthSetup.h"

#include <Poco/Base64Encoder.h>

#include <sstream>
#include <stdexcept>
#include <thread>

namespace scim2ldap::test {
namespace {

using namespace std::chrono_literals;
using scim::Json;

const std::string kTenant = "9f1c3b5e-0000-4a6b-8c7d-1e2f3a4b5c6d";
const std::string kApplication = "5d6c7b8a-1111-4e2f-9a0b-c1d2e3f4a5b6";
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

std::string urlEncoded(const std::string& text) {
  std::string encoded;
  for (const char c : text)
    encoded += c == ' ' ? "+" : c == '+' ? "%2B" : c == '&' ? "%26" : std::string(1, c);
  return encoded;
}

}  // namespace

std::int64_t fromNow(std::chrono::seconds seconds) {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now() + seconds)
      .time_since_epoch()
      .count();
}

Json assertion() {
  return claimsOf("https://login.microsoftonline.com/" + kTenant + "/v2.0", kApplication, "azp",
                  kApplication);
}

Json bearer() {
  return claimsOf("https://sts.windows.net/" + kTenant + "/", kGallery, "appid", kSynchronisation);
}

const JwtIssuer& entra() {
  static const JwtIssuer issuer("kid-1");
  return issuer;
}

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

OAuthSetup::OAuthSetup(const std::string& serverLines)
    : connector(slapd, [&] {
        ConnectorOptions options;
        options.serverLines = serverLines;
        options.endpointLines = endpointWith(keys.url());
        return options;
      }()) {}

std::string OAuthSetup::run(const std::string& arguments) const {
  std::string text = connector.command(arguments);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

HttpAnswer OAuthSetup::askForToken(const std::string& form, const std::string& basic) const {
  std::vector<std::pair<std::string, std::string>> headers = {
      {"Content-Type", "application/x-www-form-urlencoded"}};
  if (!basic.empty()) headers.emplace_back("Authorization", "Basic " + basic);
  return sendHttp("POST", connector.baseUrl() + "/oauth/token", headers, form);
}

HttpAnswer OAuthSetup::askFor(const std::string& id, const std::string& secret,
                              const std::string& scope) const {
  return askForToken("grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret +
                     (scope.empty() ? "" : "&scope=" + urlEncoded(scope)));
}

HttpAnswer OAuthSetup::get(const std::string& token, const std::string& path) const {
  return sendHttp("GET", connector.baseUrl() + path, {{"Authorization", "Bearer " + token}});
}

bool OAuthSetup::logs(const std::string& id, const std::string& part, std::size_t from) const {
  const std::string log = connector.log();
  for (std::size_t at = from; (at = log.find("\"id\":\"" + id + "\"", at)) != std::string::npos; ++at) {
    if (log.substr(at, log.find('\n', at) - at).find(part) != std::string::npos) return true;
  }
  return false;
}

bool OAuthSetup::comesToLog(const std::string& id, const std::string& part) const {
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  while (!logs(id, part)) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(50ms);
  }
  return true;
}

const OAuthSetup& sharedOAuth() {
  static const OAuthSetup setup;
  return setup;
}

std::string tokenIn(const HttpAnswer& answer) {
  if (answer.status != 200) throw std::runtime_error("no token: " + answer.body);
  return std::string(scim::parseJson(answer.body).stringAt("access_token"));
}

std::string errorIn(const HttpAnswer& answer) {
  return std::string(scim::parseJson(answer.body).stringAt("error"));
}

}  // namespace scim2ldap::test
