#include "connector/admin/AdminHandler.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "ldap/Error.h"
#include "scim/DateTime.h"
#include "scim/Error.h"
#include "scim/Json.h"
#include "scim/Query.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

constexpr std::int64_t kDefaultLogRows = 50;
constexpr std::int64_t kMaxLogRows = 500;

/// No script, style or picture but the page's own, no framing, no guessing of types.
Headers securityHeaders() {
  return {{"Content-Security-Policy",
           "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
           "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Cache-Control", "no-cache"}};
}

HttpResponse reply(int status, std::string_view mediaType, std::string body) {
  HttpResponse response{status, securityHeaders(), std::move(body)};
  response.headers.emplace_back("Content-Type", mediaType);
  return response;
}

HttpResponse json(int status, const Json& body) {
  return reply(status, "application/json", printJson(body));
}

HttpResponse text(int status, const std::string& body) {
  return reply(status, "text/plain; charset=utf-8", body + "\n");
}

Json timeOrNull(const std::optional<TimePoint>& time) {
  return time ? Json(scim::printDateTime(*time)) : Json();
}

/// Why the directory cannot be used, or "" when it can.
std::string complaint(DirectoryRuntime& runtime) {
  try {
    static_cast<void>(runtime.directory.rootDse());
  } catch (const ldap::Error& error) {
    return error.what();
  }
  return runtime.executor.settle() ? "" : "requests wait to be settled";
}

Json tokenJson(const TokenRow& token, TimePoint now) {
  Json entry = Json::object();
  const bool expired = token.expires && *token.expires <= now;
  entry.set("name", token.name);
  entry.set("endpoint", token.endpoint);
  entry.set("state", token.revoked ? "revoked" : expired ? "expired" : "valid");
  entry.set("created", scim::printDateTime(token.created));
  entry.set("expires", timeOrNull(token.expires));
  entry.set("lastUsed", timeOrNull(token.lastUsed));
  return entry;
}

Json logJson(const LogRow& row) {
  Json entry = Json::object();
  entry.set("number", row.number);
  entry.set("time", scim::printDateTime(row.time));
  entry.set("requestId", row.requestId);
  entry.set("endpoint", row.endpoint);
  entry.set("principal", row.principal);
  entry.set("method", row.method);
  entry.set("type", row.type);
  entry.set("id", row.id);
  entry.set("name", row.name);
  entry.set("status", row.status);
  entry.set("detail", row.detail);
  entry.set("ldif", row.ldif);
  entry.set("milliseconds", static_cast<double>(row.duration.count()) / 1000.0);
  return entry;
}

}  // namespace

AdminHandler::AdminHandler(const ScimHandler& scim, Store& store, const Metrics& metrics, Logger& logger)
    : scim_(scim), store_(store), metrics_(metrics), logger_(logger) {}

HttpResponse AdminHandler::handle(const HttpRequest& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse response = text(405, "only GET is possible here");
    response.headers.emplace_back("Allow", "GET");
    return response;
  }
  try {
    if (request.path == "/healthz") return text(200, "ok");
    if (request.path == "/readyz") return ready();
    if (request.path == "/metrics") return metrics();
    if (request.path == "/api/status") return status();
    if (request.path == "/api/log") return log(request);
  } catch (const StoreError& error) {
    logger_.error("STORE_FAILED", "The side table could not be read", {{"reason", error.what()}});
    return text(503, error.what());
  } catch (const scim::Error& error) {
    return text(error.status(), error.detail());
  }
  return text(404, "there is nothing at this path");
}

HttpResponse AdminHandler::refuse(int status, const std::string& reason) {
  return text(status, reason);
}

HttpResponse AdminHandler::ready() {
  std::string complaints;
  for (const auto& runtime : scim_.snapshot()->directories()) {
    const std::string why = complaint(*runtime);
    if (!why.empty()) complaints += "directory " + runtime->configuration.name + ": " + why + "\n";
  }
  static_cast<void>(store_.log(1, std::nullopt));
  return complaints.empty() ? text(200, "ready") : text(503, complaints);
}

HttpResponse AdminHandler::status() {
  const std::shared_ptr<const Snapshot> snapshot = scim_.snapshot();
  const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  Json::Array directories;
  for (const auto& runtime : snapshot->directories()) {
    Json entry = Json::object();
    const std::string why = complaint(*runtime);
    entry.set("name", runtime->configuration.name);
    entry.set("base", runtime->configuration.base.toString());
    entry.set("ready", why.empty());
    entry.set("complaint", why);
    directories.push_back(std::move(entry));
  }
  Json::Array endpoints;
  for (const auto& endpoint : snapshot->endpoints()) {
    const EndpointConfiguration& configuration = endpoint->configuration;
    Json entry = Json::object();
    Json::Array basePaths;
    for (const std::string& path : configuration.basePaths) basePaths.push_back(Json(path));
    entry.set("name", configuration.name);
    entry.set("basePaths", Json(std::move(basePaths)));
    entry.set("directory", configuration.directory);
    entry.set("mapping", configuration.mapping.file);
    entry.set("dialect", configuration.dialect == scim::Dialect::Entra ? "entra" : "rfc");
    Json resources = Json::object();
    for (const auto& [type, count] : store_.countResources(configuration.name)) resources.set(type, count);
    entry.set("resources", std::move(resources));
    endpoints.push_back(std::move(entry));
  }
  Json::Array tokens;
  for (const TokenRow& token : store_.tokens("")) tokens.push_back(tokenJson(token, now));
  Json body = Json::object();
  body.set("directories", Json(std::move(directories)));
  body.set("endpoints", Json(std::move(endpoints)));
  body.set("tokens", Json(std::move(tokens)));
  body.set("requests", static_cast<std::int64_t>(metrics_.requests()));
  return json(200, body);
}

HttpResponse AdminHandler::log(const HttpRequest& request) {
  std::int64_t limit = kDefaultLogRows;
  std::optional<std::int64_t> before;
  for (const auto& [name, value] : scim::parseQueryString(request.query)) {
    const std::int64_t number = std::strtoll(value.c_str(), nullptr, 10);
    if (name == "limit") limit = std::clamp<std::int64_t>(number, 1, kMaxLogRows);
    if (name == "before") before = number;
  }
  Json::Array rows;
  for (const LogRow& row : store_.log(static_cast<std::size_t>(limit), before)) rows.push_back(logJson(row));
  Json body = Json::object();
  body.set("rows", Json(std::move(rows)));
  return json(200, body);
}

HttpResponse AdminHandler::metrics() {
  std::string body = metrics_.exposition();
  body +=
      "# HELP scim2ldap_directory_ready Whether the directory answers and nothing waits to be settled.\n"
      "# TYPE scim2ldap_directory_ready gauge\n";
  for (const auto& runtime : scim_.snapshot()->directories()) {
    body += "scim2ldap_directory_ready{directory=\"" + runtime->configuration.name + "\"} " +
            (complaint(*runtime).empty() ? "1" : "0") + "\n";
  }
  return reply(200, "text/plain; version=0.0.4; charset=utf-8", body);
}

}  // namespace scim2ldap::connector
