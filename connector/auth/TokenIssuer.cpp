#include "connector/auth/TokenIssuer.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <stdexcept>

#include "connector/auth/Authenticator.h"
#include "connector/auth/BearerToken.h"
#include "connector/auth/TrustedJwt.h"

namespace scim2ldap::connector {
namespace {

/// The client is not told which of its parts is wrong.
OAuthError invalidClient(const std::string& reason) {
  return {401, "invalid_client", "the client's credentials are wrong, expired or revoked", reason};
}

/// Why a client is not known. The id is not told, for it may be the secret, or part of it: a few bits of its
/// hash tell the same client again.
std::string unknownClient(const std::string& id) {
  constexpr std::size_t kShownBytes = 3;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string mark;
  for (const char c : tokenHash(id).substr(0, kShownBytes)) {
    const auto byte = static_cast<unsigned char>(c);
    mark += {kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return "the endpoint has no client of the id that was sent (" + std::to_string(id.size()) +
         " characters, SHA-256 " + mark + "…); are id and secret exchanged?";
}

/// Each is compared in constant time, however early one fits.
const ClientSecret* findSecret(const ClientRow& client, const std::string& hash) {
  const ClientSecret* found = nullptr;
  for (const ClientSecret& secret : client.secrets) {
    if (secret.hash.size() != hash.size()) continue;
    if (CRYPTO_memcmp(secret.hash.data(), hash.data(), hash.size()) == 0) found = &secret;
  }
  return found;
}

Scopes wantedScopes(const std::string& text, const Scopes& granted) {
  if (text.find_first_not_of(' ') == std::string::npos) return granted;
  try {
    Scopes wanted = parseScopes(text);
    if (coversScopes(granted, wanted)) return wanted;
  } catch (const std::invalid_argument&) {  // told below
  }
  throw OAuthError(400, "invalid_scope", "the client may have " + printScopes(granted) + " at most");
}

}  // namespace

NewSecret makeClientSecret(TimePoint now, std::optional<TimePoint> expires) {
  std::string text = randomTokenText();
  std::string hash = tokenHash(text);
  return {.text = std::move(text), .row = {.hash = std::move(hash), .created = now, .expires = expires}};
}

std::string assertionClient(const std::string& subject) {
  return "assertion:" + subject;
}

IssuedToken TokenIssuer::issue(const std::string& endpoint, const OAuthPolicy& policy,
                               const TokenRequest& request, AuthTime time) {
  const TimePoint now = time.now;
  Client client = request.assertion.empty() ? clientBySecret(endpoint, request, now)
                                            : clientByAssertion(policy, request, time);
  Scopes scopes = wantedScopes(request.scope, client.scopes);
  NewToken token = makeToken(endpoint, client.id, now, now + policy.tokenLifetime);
  token.row.scopes = printScopes(scopes);
  token.row.client = client.id;
  token.row.trust = client.trust;
  const std::optional<std::int64_t> evicted = store_.addClientToken(token.row, client.secretHash);
  if (!evicted) throw invalidClient("client \"" + client.id + "\" or its secret was revoked meanwhile");
  return {.text = std::move(token.text),
          .client = std::move(client.id),
          .lifetime = std::chrono::floor<std::chrono::seconds>(policy.tokenLifetime),
          .scopes = std::move(scopes),
          .evicted = *evicted};
}

TokenIssuer::Client TokenIssuer::clientBySecret(const std::string& endpoint, const TokenRequest& request,
                                                TimePoint now) {
  const std::vector<ClientRow> clients = store_.clients(endpoint);
  const auto client = std::find_if(clients.begin(), clients.end(),
                                   [&](const ClientRow& each) { return each.id == request.clientId; });
  if (client == clients.end()) {
    throw invalidClient(unknownClient(request.clientId));
  }
  const ClientSecret* secret = findSecret(*client, tokenHash(request.secret));
  const std::string named = "client \"" + client->id + "\"";
  if (secret == nullptr) throw invalidClient("a secret that " + named + " does not have");
  if (client->revoked) throw invalidClient(named + " is revoked");
  if (secret->expires && *secret->expires <= now)
    throw invalidClient("the secret of " + named + " has expired");
  return {.id = client->id, .scopes = parseScopes(client->scopes), .secretHash = secret->hash};
}

TokenIssuer::Client TokenIssuer::clientByAssertion(const OAuthPolicy& policy, const TokenRequest& request,
                                                   AuthTime time) {
  // RFC 7521 §4.2: the assertion says who the client is; a client_id beside it adds nothing.
  const JwtCheck check =
      checkJwt(request.assertion, policy.trusted, TrustedIssuer::Use::Assertion, keys_, time);
  if (check.isAway) {
    throw OAuthError(503, "temporarily_unavailable", "the assertion cannot be checked at the moment",
                     check.reason);
  }
  if (check.trusted == nullptr) throw invalidClient(check.reason);
  return {.id = assertionClient(check.trusted->subject),
          .scopes = check.trusted->scopes,
          .trust = trustMark(*check.trusted)};
}

}  // namespace scim2ldap::connector
