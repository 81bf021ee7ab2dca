#include "connector/endpoint/Login.h"

#include <set>

#include "connector/auth/KeyDocument.h"
#include "connector/log/PeerNetwork.h"
#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;
using scim::ScimType;

constexpr const char* kNewToken =
    "make a token with `scim2ldap token create` and put it into the client's Secret Token field";
constexpr const char* kChallenge = "Bearer realm=\"scim2ldap\"";
constexpr int kTooManyRequests = 429;
constexpr std::chrono::seconds kRetryAfter{5};  ///< when something is away

std::string tooMany(const Call& call) {
  return "too many failed logins from this address; try again in " +
         std::to_string(call.retryAfter.value_or(std::chrono::seconds(0)).count()) + " s";
}

/// For the audit log. A client may have the name of a token; those of assertions and JWTs have a prefix
/// already.
std::string nameOf(const Principal& principal) {
  if (principal.client.empty()) return principal.tokenName;
  return principal.client.starts_with(assertionClient("")) ? principal.client : "client:" + principal.client;
}

AuthTime timeOf(const RequestContext& context) {
  return {context.now, context.wall.value_or(context.now)};
}

/// RFC 6749 §5.1: never to be kept by anybody in between.
HttpResponse oauthAnswer(int status, const Json& body) {
  HttpResponse response{status, {}, printJson(body)};
  response.headers = {
      {"Content-Type", "application/json"}, {"Cache-Control", "no-store"}, {"Pragma", "no-cache"}};
  return response;
}

}  // namespace

Login::Login(Store& store, BurstLog& denials, Logger& logger)
    : logger_(logger), denials_(denials), keys_(readKeyDocument, logger), bearers_(store, keys_), issuer_(store, keys_) {}

void Login::authenticate(Call& call) {
  const EndpointConfiguration& endpoint = call.endpoint->configuration;
  RequestContext& context = call.request.context;
  Authentication result =
      bearers_.check(endpoint.name, endpoint.oauth, call.http.header("Authorization"), timeOf(context));
  if (!result.principal) refuse(call, result);
  if (!result.hint.empty()) {
    logger_.warning("TOKEN_MALFORMED", "A token was taken although its header is not well formed",
                    {{"requestId", call.http.requestId},
                     {"endpoint", endpoint.name},
                     {"peer", call.http.peer},
                     {"reason", result.hint},
                     {"remedy", result.hint}});
  }
  const Principal& principal = *result.principal;
  context.principal = nameOf(principal);
  context.scopes = principal.scopes;
}

void Login::refuse(Call& call, const Authentication& result) {
  // Who has sent nothing has guessed nothing, and is told so as often as it asks; the log is not.
  call.isUntold = isTooMany(call, result.isMissing ? silent_ : failures_);
  if (!call.isUntold) {
    const std::string& reason = result.reason.empty() ? result.hint : result.reason;
    denials_.log(Level::Warning, "TOKEN_REFUSED", networkOf(call.http.peer) + ' ' + reason,
                 "A request came without a valid token",
                 {{"requestId", call.http.requestId},
                  {"endpoint", call.endpoint->configuration.name},
                  {"peer", call.http.peer},
                  {"reason", reason},
                  {"remedy", result.hint.empty() ? kNewToken : result.hint}});
  }
  // RFC 6750 §3.1: who has sent nothing is told nothing but the scheme.
  call.challenge = kChallenge;
  if (!result.isMissing) {
    if (call.isUntold) throw scim::Error(kTooManyRequests, ScimType::None, tooMany(call));
    if (result.isAway) {
      throw scim::Error(503, ScimType::None, "the token cannot be checked at the moment; try again");
    }
    call.challenge += ", error=\"invalid_token\"";
  }
  throw scim::Error(401, ScimType::None,
                    "the bearer token is missing, unknown, expired or revoked; put a token of "
                    "`scim2ldap token create` into the Secret Token field");
}

HttpResponse Login::handOutToken(Call& call) {
  call.allowOnly("POST");
  const EndpointConfiguration& endpoint = call.endpoint->configuration;
  try {
    const TokenRequest request = parseTokenRequest(call.http.body, call.http.header("Authorization"),
                                                   call.http.header("Content-Type"));
    const IssuedToken token =
        issuer_.issue(endpoint.name, *endpoint.oauth, request, timeOf(call.request.context));
    logger_.info("TOKEN_ISSUED", "An OAuth client was given a token",
                 {{"requestId", call.http.requestId},
                  {"endpoint", endpoint.name},
                  {"client", token.client},
                  {"scopes", printScopes(token.scopes)},
                  {"seconds", std::int64_t{token.lifetime.count()}}});
    if (token.evicted > 0) {
      logger_.warning("TOKENS_EVICTED",
                      "An OAuth client has more tokens than are kept; its oldest have ended",
                      {{"requestId", call.http.requestId},
                       {"endpoint", endpoint.name},
                       {"client", token.client},
                       {"ended", token.evicted}});
    }
    Json body = Json::object();
    body.set("access_token", token.text);
    body.set("token_type", "Bearer");
    body.set("expires_in", std::int64_t{token.lifetime.count()});
    body.set("scope", printScopes(token.scopes));
    return oauthAnswer(200, body);
  } catch (const OAuthError& error) {
    return refuseToken(call, error);
  } catch (const StoreError& error) {
    logger_.error("STORE_FAILED", "An OAuth client could be given no token",
                  {{"requestId", call.http.requestId}, {"reason", error.what()}});
    return tokenError(call, 503, "temporarily_unavailable", "no token can be kept at the moment; try again");
  }
}

HttpResponse Login::refuseToken(Call& call, const OAuthError& error) {
  if (isTooMany(call, failures_)) return tokenError(call, kTooManyRequests, error.error(), tooMany(call));
  denials_.log(Level::Warning, "CLIENT_REFUSED", networkOf(call.http.peer) + ' ' + error.reason(),
               "An OAuth client was given no token",
               {{"requestId", call.http.requestId},
                {"endpoint", call.endpoint->configuration.name},
                {"peer", call.http.peer},
                {"error", error.error()},
                {"reason", error.reason()}});
  return tokenError(call, error.status(), error.error(), error.detail());
}

HttpResponse Login::tokenError(Call& call, int status, const std::string& error, const std::string& detail) {
  Json body = Json::object();
  body.set("error", error);
  body.set("error_description", detail);
  HttpResponse response = oauthAnswer(status, body);
  // RFC 6749 §5.2
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"scim2ldap\"");
  if (status == 503) call.retryAfter = kRetryAfter;
  if (call.retryAfter) {
    response.headers.emplace_back("Retry-After", std::to_string(call.retryAfter->count()));
  }
  return response;
}

bool Login::isTooMany(Call& call, FailureLimit& failures) {
  const std::size_t most = call.snapshot->configuration().server.maxFailedLogins;
  const auto excess = failures.fail(call.http.peer, most, FailureLimit::Clock::now());
  if (!excess) return false;
  call.retryAfter = excess->wait;
  if (excess->isFirst) {
    logger_.warning("LOGINS_LIMITED",
                    "An address failed to log in too often; its further failures are not told one by one",
                    {{"requestId", call.http.requestId},
                     {"peer", call.http.peer},
                     {"seconds", std::int64_t{excess->wait.count()}},
                     {"untold", static_cast<std::int64_t>(excess->untold)}});
  }
  return true;
}

void Login::refreshKeys(const Snapshot& snapshot) {
  std::set<std::string> locations;
  for (const auto& endpoint : snapshot.endpoints()) {
    if (!endpoint->configuration.oauth) continue;
    for (const TrustedIssuer& trusted : endpoint->configuration.oauth->trusted)
      locations.insert(trusted.keys);
  }
  for (const std::string& location : locations) keys_.at(location).refresh(KeySource::Clock::now());
}

}  // namespace scim2ldap::connector
