#include "connector/endpoint/ScimHandler.h"

#include <algorithm>
#include <chrono>

#include "connector/endpoint/BulkRoute.h"
#include "connector/endpoint/CaughtError.h"
#include "connector/endpoint/ContentType.h"
#include "connector/endpoint/DiscoveryRoutes.h"
#include "connector/endpoint/ResourceRoutes.h"
#include "connector/endpoint/Route.h"
#include "connector/endpoint/ScimAnswer.h"
#include "connector/fault/FaultPoint.h"
#include "connector/log/PeerNetwork.h"
#include "scim/Error.h"
#include "scim/PeekString.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;
using scim::ScimType;

constexpr std::string_view kRetryAfterSeconds = "5";

bool isWrite(const Call& call) {
  const std::string& method = call.http.method;
  if (call.rest.empty()) return false;
  if (method == "POST") return !isSearch(call.rest.back());
  return method == "PUT" || method == "PATCH" || method == "DELETE";
}

/// Whether the path behind the base path is that of the token endpoint.
bool isTokenPath(const std::vector<std::string>& rest) {
  return rest.size() == 2 && scim::sameName(rest[0], "oauth") && scim::sameName(rest[1], "token");
}

/// Whether who is answered without an error has had an answer of the directory.
bool asksDirectory(const Call& call) {
  return call.endpoint != nullptr && !call.rest.empty() && kindUnder(call.rest[0]) == Kind::User;
}

/// What the body calls the resource, for the log.
std::string nameIn(const std::string& body, Kind kind) {
  return scim::peekString(body, kind == Kind::User ? "userName" : "displayName");
}

}  // namespace

ScimHandler::ScimHandler(std::shared_ptr<const Snapshot> snapshot, Store& store, Metrics& metrics,
                         Logger& logger)
    : snapshot_(std::move(snapshot)),
      store_(store),
      denials_(logger),
      alerts_(logger),
      login_(store, denials_, logger),
      clock_(logger),
      metrics_(metrics),
      logger_(logger) {}

void ScimHandler::replaceSnapshot(std::shared_ptr<const Snapshot> snapshot) {
  const std::lock_guard lock(snapshotMutex_);
  snapshot_ = std::move(snapshot);
}

std::shared_ptr<const Snapshot> ScimHandler::snapshot() const {
  const std::lock_guard lock(snapshotMutex_);
  return snapshot_;
}

HttpResponse ScimHandler::handle(const HttpRequest& request) {
  const auto begin = std::chrono::steady_clock::now();
  Call call{request, snapshot()};
  call.request.context.requestId = request.requestId;
  call.request.context.method = request.method;
  call.request.context.wall = currentTime();
  call.request.context.now = clock_.at(*call.request.context.wall, BelievedClock::Steady::now());
  call.request.context.begun = begin;
  HttpResponse response = answerCall(call, [this](Call& own) { return dispatch(own); });
  if (isWrite(call)) faultPoint("answer");
  response.isDenial = response.status >= 400 && call.request.context.principal.empty();
  metrics_.count(response.status, std::chrono::duration_cast<std::chrono::microseconds>(
                                      std::chrono::steady_clock::now() - begin));
  return response;
}

HttpResponse ScimHandler::answerCall(Call& call, const Dispatch& dispatch) {
  try {
    HttpResponse response = dispatch(call);
    if (asksDirectory(call)) alerts_.answered(call);
    return response;
  } catch (...) {
    const scim::Error error = caughtError(call, alerts_, logger_);
    if (error.status() == 405 && call.http.method == "OPTIONS") {
      HttpResponse options = noContent();
      options.headers.emplace_back("Allow", call.allow);
      return options;
    }
    logRefusal(call, error.status(), error.detail());
    return failed(call, error.status(), errorBody(error.status(), error.type(), error.detail()));
  }
}

HttpResponse ScimHandler::refuse(int status, const std::string& reason) {
  if (status != 500) metrics_.countTurnedAway(status);  // 500: it was handled, and that failed
  const ScimType type = status == 400 ? ScimType::InvalidSyntax : ScimType::None;
  // RFC 7644 §3.7.4: the limit is named as the client knows it.
  const std::string limit =
      status == 413 ? "; maxPayloadSize is " + std::to_string(snapshot()->configuration().server.maxBodyBytes)
                    : "";
  return scimAnswer(status, errorBody(status, type, reason + limit));
}

HttpResponse ScimHandler::dispatch(Call& call) {
  const std::vector<std::string> segments = pathSegments(call.http.path);
  std::string basePath;
  for (const auto& endpoint : call.snapshot->endpoints()) {
    for (const std::string& candidate : endpoint->configuration.basePaths) {
      const int matched = matchBasePath(segments, candidate);
      if (matched < 0) continue;
      call.endpoint = endpoint.get();
      basePath = candidate;
      call.rest.assign(segments.begin() + matched, segments.end());
    }
  }
  if (call.endpoint == nullptr) throw unknownPath();

  const EndpointConfiguration& configuration = call.endpoint->configuration;
  RequestContext& context = call.request.context;
  context.endpoint = configuration.name;
  context.directory = configuration.directory;
  context.uniqueExternalId = configuration.uniqueExternalId;
  call.request.baseUrl =
      !configuration.publicUrl.empty()
          ? configuration.publicUrl
          : (call.http.tls ? "https://" : "http://") + std::string(call.http.header("Host")) + basePath;

  if (configuration.oauth && isTokenPath(call.rest)) return login_.handOutToken(call);
  const bool isConfig = call.rest.size() == 1 && scim::sameName(call.rest[0], "ServiceProviderConfig");
  // RFC 7643 §5: a client may have to read how to authenticate before it can.
  if (!isConfig || !call.http.header("Authorization").empty()) login_.authenticate(call);
  if (!configuration.policies.enabled) {
    throw scim::Error(403, ScimType::None,
                      "this endpoint is switched off; have an administrator set enabled = true");
  }

  // Clients send JSON under many names, and what it is shows when it is read; the RFC's dialect is strict.
  if (configuration.dialect == scim::Dialect::Rfc && !call.http.body.empty() &&
      !isJson(call.http.header("Content-Type"))) {
    throw scim::Error(415, ScimType::None, "the body is to be application/scim+json in UTF-8");
  }

  if (call.rest.empty()) return dispatchRoot(call);
  const std::string& first = call.rest.front();
  if (call.rest.size() == 1 && isSearch(first)) return dispatchSearch(call, call.endpoint->service.kinds());
  if (const std::optional<Kind> kind = kindUnder(first)) return dispatchResources(call, *kind);
  if (scim::sameName(first, "Bulk")) {
    const AnswerCall answer = [this](Call& operation, const Dispatch& own) {
      return answerCall(operation, own);
    };
    return dispatchBulk(call, answer, logger_);
  }
  return dispatchDiscovery(call);
}

HttpResponse ScimHandler::failed(const Call& call, int status, const Json& body) {
  HttpResponse response = scimAnswer(status, body);
  if ((status == 401 || status == 403) && !call.challenge.empty()) {
    response.headers.emplace_back("WWW-Authenticate", call.challenge);
  }
  if (status == 405) response.headers.emplace_back("Allow", call.allow);
  if (status == 503) response.headers.emplace_back("Retry-After", kRetryAfterSeconds);
  if (status == 429 && call.retryAfter) {
    response.headers.emplace_back("Retry-After", std::to_string(call.retryAfter->count()));
  }
  return response;
}

void ScimHandler::logRefusal(const Call& call, int status, const std::string& detail) {
  if (call.isUntold) return;
  // Nothing is kept of strangers, who could fill the disk.
  const bool isStranger = call.request.context.principal.empty();
  const auto told = {std::pair<std::string_view, Json>{"requestId", call.http.requestId},
                     {"status", status},
                     {"detail", detail}};
  if (isStranger) {
    denials_.log(Level::Info, "REQUEST_REFUSED", networkOf(call.http.peer) + ' ' + std::to_string(status),
                 "A request was refused", told);
    return;
  }
  logger_.log(status == 404 ? Level::Info : Level::Warning, "REQUEST_REFUSED", "A request was refused", told);
  if (call.endpoint == nullptr || !isWrite(call)) return;
  const std::optional<Kind> kind = kindUnder(call.rest[0]);
  const bool isBulk = scim::sameName(call.rest[0], "Bulk");
  if (!kind && !isBulk) return;
  const std::string id = call.rest.size() > 1 ? call.rest[1] : "";
  StoreChanges changes;
  LogRow& row = changes.log.emplace_back(refusal(call.request.context, kind.value_or(Kind::User), id,
                                                 kind ? nameIn(call.http.body, *kind) : "", status, detail));
  if (isBulk) row.type = "Bulk";
  if (row.begun) {
    row.duration =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - *row.begun);
  }
  try {
    faultPoint("refusal");
    store_.commit(changes);
    faultPoint("refusal-done");
  } catch (const StoreError& error) {
    logger_.error("STORE_FAILED", "A refusal could not be noted", {{"reason", error.what()}});
  }
}

}  // namespace scim2ldap::connector
