#include "connector/endpoint/ScimHandler.h"

#include <algorithm>
#include <chrono>

#include "connector/endpoint/Route.h"
#include "connector/provisioning/LdapErrors.h"
#include "ldap/Error.h"
#include "scim/Discovery.h"
#include "scim/Error.h"
#include "scim/Messages.h"
#include "scim/Query.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;
using scim::ScimType;

constexpr std::string_view kMediaType = "application/scim+json";
constexpr std::string_view kRetryAfterSeconds = "5";

HttpResponse answer(int status, const Json& body) {
  HttpResponse response;
  response.status = status;
  if (!body.isNull()) {
    response.headers.emplace_back("Content-Type", kMediaType);
    response.body = printJson(body);
  }
  return response;
}

HttpResponse noContent() {
  return HttpResponse{204, {}, {}};
}

scim::Error unknownPath() {
  return {404, ScimType::None,
          "there is nothing at this path; the endpoints are /Users, /Groups, /Schemas, "
          "/ResourceTypes and /ServiceProviderConfig below the Tenant URL"};
}

bool isWrite(const std::string& method) {
  return method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE";
}

/// What the body calls the resource, for the log; "" when it says nothing that can be read.
std::string nameIn(const std::string& body, Kind kind) {
  try {
    return std::string(scim::parseJson(body).stringAt(kind == Kind::User ? "userName" : "displayName"));
  } catch (const scim::Error&) {
    return "";
  }
}

}  // namespace

/// One request on its way.
struct ScimHandler::Call {
  const HttpRequest& http;
  std::shared_ptr<const Snapshot> snapshot;
  Endpoint* endpoint = nullptr;
  std::vector<std::string> rest{};  ///< path segments behind the base path
  ServiceRequest request{};
  std::string allow{};  ///< for 405

  /// \throws scim::Error  405, where the request's method is none of these
  void allowOnly(std::string methods) {
    allow = std::move(methods);
    const std::string method = http.method == "HEAD" ? "GET" : http.method;
    // Whole words: "DEL" is not DELETE.
    if ((", " + allow + ",").find(", " + method + ",") == std::string::npos) {
      throw scim::Error(405, ScimType::None, http.method + " is not possible here; use " + allow);
    }
  }
  [[nodiscard]] bool is(std::string_view method) const {
    return http.method == method || (method == "GET" && http.method == "HEAD");
  }
};

ScimHandler::ScimHandler(std::shared_ptr<const Snapshot> snapshot, Store& store, Metrics& metrics,
                         Logger& logger)
    : snapshot_(std::move(snapshot)),
      store_(store),
      authenticator_(store),
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
  call.request.context.now =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  HttpResponse response;
  const auto refused = [&](const scim::Error& error) {
    logRefusal(call, error.status(), error.detail());
    return failed(call, error.status(), errorBody(error.status(), error.type(), error.detail()));
  };
  try {
    response = dispatch(call);
  } catch (const scim::Error& error) {
    response = refused(error);
  } catch (const ldap::Error& error) {
    response = refused(toScimError(error));
  } catch (const StoreError& error) {
    logger_.error("STORE_FAILED", "The side table could not be read or written",
                  {{"requestId", request.requestId}, {"reason", error.what()}});
    response = refused({503, ScimType::None, "the connector's side table cannot be used at the moment"});
  } catch (const std::exception& error) {
    logger_.error("REQUEST_FAILED", "A request ended in an unexpected error",
                  {{"requestId", request.requestId}, {"reason", error.what()}});
    response =
        refused({500, ScimType::None,
                 "unexpected error; the connector's log has it under request id " + request.requestId});
  }
  metrics_.count(response.status, std::chrono::duration_cast<std::chrono::microseconds>(
                                      std::chrono::steady_clock::now() - begin));
  return response;
}

HttpResponse ScimHandler::refuse(int status, const std::string& reason) {
  const ScimType type = status == 400 ? ScimType::InvalidSyntax : ScimType::None;
  return answer(status, errorBody(status, type, reason));
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

  const bool isConfig = call.rest.size() == 1 && scim::sameName(call.rest[0], "ServiceProviderConfig");
  // RFC 7643 §5: a client may have to read how to authenticate before it can.
  if (!isConfig || !call.http.header("Authorization").empty()) authenticate(call);

  if (!call.rest.empty() && scim::sameName(call.rest[0], "Users")) return dispatchResources(call, Kind::User);
  if (!call.rest.empty() && scim::sameName(call.rest[0], "Groups"))
    return dispatchResources(call, Kind::Group);
  return dispatchDiscovery(call);
}

void ScimHandler::authenticate(Call& call) {
  const Authentication result = authenticator_.authenticate(
      call.endpoint->configuration.name, call.http.header("Authorization"), call.request.context.now);
  if (!result.hint.empty() || !result.principal) {
    logger_.warning(result.principal ? "TOKEN_MALFORMED" : "TOKEN_REFUSED",
                    result.principal ? "A token was taken although its header is not well formed"
                                     : "A request came without a valid token",
                    {{"requestId", call.http.requestId},
                     {"endpoint", call.endpoint->configuration.name},
                     {"peer", call.http.peer},
                     {"reason", result.reason},
                     {"remedy", result.hint}});
  }
  if (!result.principal) {
    throw scim::Error(401, ScimType::None,
                      "the bearer token is missing, unknown, expired or revoked; put a token of "
                      "`scim2ldap token create` into the Secret Token field");
  }
  call.request.context.principal = result.principal->tokenName;
}

HttpResponse ScimHandler::dispatchResources(Call& call, Kind kind) {
  Service& service = call.endpoint->service;
  if (!service.has(kind) || call.rest.size() > 2) throw unknownPath();
  const scim::Query query = scim::parseQuery(scim::parseQueryString(call.http.query));
  call.request.projection = query.projection;

  if (call.rest.size() == 1) {
    call.allowOnly("GET, POST");
    if (call.is("GET")) return answer(200, service.list(kind, call.request, query));
    const Json made = service.create(kind, call.request, scim::parseJson(call.http.body));
    HttpResponse response = answer(201, made);
    response.headers.emplace_back("Location", call.request.baseUrl + std::string(pathOf(kind)) + "/" +
                                                  std::string(made.stringAt("id")));
    return response;
  }

  const std::string& id = call.rest[1];
  call.allowOnly("GET, PUT, PATCH, DELETE");
  if (call.is("GET")) return answer(200, service.get(kind, call.request, id));
  if (call.is("PUT"))
    return answer(200, service.replace(kind, call.request, id, scim::parseJson(call.http.body)));
  if (call.is("PATCH")) {
    const Json changed = service.patch(kind, call.request, id, scim::parseJson(call.http.body));
    return changed.isNull() ? noContent() : answer(200, changed);
  }
  service.remove(kind, call.request, id);
  return noContent();
}

HttpResponse ScimHandler::dispatchDiscovery(Call& call) {
  const Service& service = call.endpoint->service;
  const std::string& baseUrl = call.request.baseUrl;
  std::vector<Kind> kinds{Kind::User};
  if (service.has(Kind::Group)) kinds.push_back(Kind::Group);

  // The documents of a collection, under the name by which one of them is asked for.
  const auto collection = [&](const std::vector<std::pair<std::string, Json>>& documents) {
    call.allowOnly("GET");
    if (call.rest.size() == 1) {
      Json::Array all;
      for (const auto& document : documents) all.push_back(document.second);
      const auto total = static_cast<std::int64_t>(all.size());
      return answer(200, scim::listResponse(std::move(all), total, 1));
    }
    for (const auto& [name, document] : documents) {
      if (call.rest.size() == 2 && scim::sameName(name, call.rest[1])) return answer(200, document);
    }
    throw unknownPath();
  };
  const std::string name = call.rest.empty() ? "" : call.rest[0];
  if (scim::sameName(name, "ServiceProviderConfig") && call.rest.size() == 1) {
    call.allowOnly("GET");
    scim::ServiceCapabilities capabilities;
    capabilities.maxResults = call.endpoint->configuration.maxPageSize;
    return answer(200, serviceProviderConfig(capabilities, baseUrl));
  }
  std::vector<std::pair<std::string, Json>> documents;
  if (scim::sameName(name, "ResourceTypes")) {
    for (const Kind kind : kinds) {
      documents.emplace_back(service.type(kind).name, resourceTypeResource(service.type(kind), baseUrl));
    }
    return collection(documents);
  }
  if (scim::sameName(name, "Schemas")) {
    for (const Kind kind : kinds) {
      const scim::ResourceType& type = service.type(kind);
      documents.emplace_back(type.schema.id, schemaResource(type.schema, baseUrl));
      for (const scim::Schema& extension : type.extensions) {
        documents.emplace_back(extension.id, schemaResource(extension, baseUrl));
      }
    }
    return collection(documents);
  }
  if (scim::sameName(name, "Me")) {
    throw scim::Error(501, ScimType::None,
                      "/Me is not offered: tokens stand for applications, not for users");
  }
  throw unknownPath();
}

HttpResponse ScimHandler::failed(const Call& call, int status, const Json& body) {
  HttpResponse response = answer(status, body);
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"scim2ldap\"");
  if (status == 405) response.headers.emplace_back("Allow", call.allow);
  if (status == 503) response.headers.emplace_back("Retry-After", kRetryAfterSeconds);
  return response;
}

void ScimHandler::logRefusal(const Call& call, int status, const std::string& detail) {
  if (status == 401 || status == 404) {
    logger_.info("REQUEST_REFUSED", "A request was refused",
                 {{"requestId", call.http.requestId}, {"status", status}, {"detail", detail}});
    return;
  }
  logger_.warning("REQUEST_REFUSED", "A request was refused",
                  {{"requestId", call.http.requestId}, {"status", status}, {"detail", detail}});
  if (call.endpoint == nullptr || !isWrite(call.http.method) || call.rest.empty()) return;
  const Kind kind = scim::sameName(call.rest[0], "Groups") ? Kind::Group : Kind::User;
  const std::string id = call.rest.size() > 1 ? call.rest[1] : "";
  StoreChanges changes;
  changes.log.push_back(
      refusal(call.request.context, kind, id, nameIn(call.http.body, kind), status, detail));
  try {
    store_.commit(changes);
  } catch (const StoreError& error) {
    logger_.error("STORE_FAILED", "A refusal could not be noted", {{"reason", error.what()}});
  }
}

}  // namespace scim2ldap::connector
