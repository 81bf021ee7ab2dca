#include "connector/config/OAuthTable.h"

#include <stdexcept>

#include "connector/config/Duration.h"
#include "connector/config/FetchUrl.h"
#include "connector/config/Scope.h"
#include "connector/config/SecretFile.h"

namespace scim2ldap::connector {
namespace {

using Use = TrustedIssuer::Use;
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kLeastLifetime = 1min;
constexpr std::chrono::milliseconds kMostLifetime = 12h;

void requireValue(const std::string& text) {
  if (text.find_first_not_of(' ') == std::string::npos) {
    throw std::invalid_argument("is empty; write a value");
  }
}

std::string nonEmpty(const std::string& text) {
  requireValue(text);
  return text;
}

/// A URL as it is, a file with its whole path.
std::string parseKeys(const std::string& text, const std::filesystem::path& folder) {
  if (text.find("://") != std::string::npos) {
    static_cast<void>(parseFetchUrl(text));
    return text;
  }
  requireReadable(folder / text);
  return (folder / text).string();
}

Scopes readScopes(Section& section) {
  const std::vector<mappings::LocatedText> texts = section.texts("scopes");
  if (texts.empty() && section.has("scopes")) {
    section.report(section.whereIs("scopes"),
                   "scopes: is empty; write those that are meant, or leave the key out for " +
                       printScopes(defaultScopes()));
  }
  Scopes words;
  for (const mappings::LocatedText& scope : texts) {
    try {
      words.push_back(printScopes(parseScopes(nonEmpty(scope.text))));
    } catch (const std::invalid_argument& error) {
      section.report(scope.where, std::string("scopes: ") + error.what());
    }
  }
  return parseScopes(printScopes(words));
}

TrustedIssuer readTrusted(Section& section, const std::filesystem::path& folder, const Problems& problems) {
  TrustedIssuer trusted;
  readChoice<Use>(section, "use", trusted.use, {{"assertion", Use::Assertion}, {"bearer", Use::Bearer}});
  require(section, "use", "\"assertion\"");
  const auto readRequired = [&](const std::string& key, std::string& into, const std::string& example) {
    readParsed<std::string>(section, key, into, nonEmpty);
    require(section, key, example);
  };
  readRequired("issuer", trusted.issuer, "\"https://login.microsoftonline.com/TENANT-ID/v2.0\"");
  readRequired("tenant", trusted.tenant, "\"TENANT-ID\"");
  trusted.audiences = readList(section, "audiences", "[\"api://APPLICATION-ID\"]", problems, requireValue);
  if (trusted.use == Use::Bearer) {
    readRequired("app", trusted.app, "\"00000014-0000-0000-c000-000000000000\"");
  } else {
    readParsed<std::string>(section, "app", trusted.app, nonEmpty);
  }
  readRequired("subject", trusted.subject, "\"OBJECT-ID\"");
  readParsed<std::string>(section, "keys", trusted.keys,
                          [&](const std::string& text) { return parseKeys(text, folder); });
  require(section, "keys", "\"https://login.microsoftonline.com/TENANT-ID/discovery/v2.0/keys\"");
  trusted.scopes = readScopes(section);
  section.reportUnknownKeys();
  return trusted;
}

std::chrono::milliseconds parseLifetime(const std::string& text) {
  const std::chrono::milliseconds lifetime = parseDuration(text);
  if (lifetime < kLeastLifetime || lifetime > kMostLifetime) {
    throw std::invalid_argument("\"" + text + "\" is out of range; write a time from " +
                                printDuration(kLeastLifetime) + " to " + printDuration(kMostLifetime));
  }
  return lifetime;
}

}  // namespace

OAuthPolicy readOAuth(Section& section, const std::filesystem::path& folder, const Problems& problems) {
  OAuthPolicy policy;
  readParsed<std::chrono::milliseconds>(section, "token_lifetime", policy.tokenLifetime, parseLifetime);
  for (Section& trusted : section.sections("trusted", "[[endpoint.oauth.trusted]]")) {
    policy.trusted.push_back(readTrusted(trusted, folder, problems));
  }
  section.reportUnknownKeys();
  return policy;
}

}  // namespace scim2ldap::connector
