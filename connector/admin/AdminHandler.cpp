#include "connector/admin/AdminHandler.h"

#include <chrono>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "connector/admin/AdminHost.h"
#include "connector/admin/ExpiryMetrics.h"
#include "connector/admin/Leavings.h"
#include "connector/admin/LogSearch.h"
#include "connector/admin/Page.h"
#include "connector/admin/ResourceList.h"
#include "connector/admin/Status.h"
#include "scim/Error.h"
#include "scim/Json.h"

namespace scim2ldap::connector {
namespace {

/// From outside only root can count them. "" where there is no /proc.
std::string descriptorMetrics() {
  std::error_code error;
  const std::filesystem::directory_iterator open("/proc/self/fd", error);
  if (error) return "";
  return "# HELP process_open_fds Number of open file descriptors.\n"
         "# TYPE process_open_fds gauge\n"
         "process_open_fds " +
         std::to_string(std::distance(begin(open), end(open))) + "\n";
}

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

HttpResponse json(const scim::Json& body) {
  return reply(200, "application/json", printJson(body));
}

HttpResponse text(int status, const std::string& body) {
  return reply(status, "text/plain; charset=utf-8", body + "\n");
}

HttpResponse page(const PageFile& file, std::string_view ifNoneMatch) {
  HttpResponse response = isCurrent(file, ifNoneMatch)
                              ? HttpResponse{304, securityHeaders(), ""}
                              : reply(200, file.mediaType, std::string(file.content));
  response.headers.emplace_back("ETag", file.entityTag);
  return response;
}

}  // namespace

AdminHandler::AdminHandler(const ScimHandler& scim, Store& store, const Metrics& metrics, Logger& logger)
    : scim_(scim),
      store_(store),
      metrics_(metrics),
      logger_(logger),
      listener_(scim.snapshot()->configuration().server),
      started_(currentTime()) {}

HttpResponse AdminHandler::handle(const HttpRequest& request) {
  // Only HTTP/1.0 comes without Host, and no browser speaks that.
  if (const std::string host(request.header("Host")); !host.empty() && !isAdminHost(host)) {
    return text(403, "This listener is reached by IP address or as localhost, not as \"" + host +
                         "\": a name could be anybody's.");
  }
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse response = text(405, "only GET and HEAD are possible here");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  try {
    if (const PageFile* file = findPageFile(request.path))
      return page(*file, request.header("If-None-Match"));
    if (request.path == "/healthz") return text(200, "ok");
    if (request.path == "/readyz") return ready();
    if (request.path == "/metrics") return metrics();
    if (request.path == "/api/status")
      return json(statusJson(*scim_.snapshot(), listener_, store_, metrics_, started_, scim_.now()));
    if (request.path == "/api/log") {
      const LogSearch search = parseLogSearch(request.query);
      return json(logPageJson(searchLog(store_, search), search));
    }
    if (request.path == "/api/resources") return resources(parseResourceSearch(request.query));
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
  const std::shared_ptr<const Snapshot> snapshot = scim_.snapshot();
  for (const auto& runtime : snapshot->directories()) {
    const std::string why = complaint(*runtime);
    if (!why.empty()) complaints += "directory " + runtime->configuration.name + ": " + why + "\n";
  }
  static_cast<void>(store_.log(1, std::nullopt));
  if (const std::string why = store_.complaint(); !why.empty()) complaints += "side table: " + why + "\n";
  if (!complaints.empty()) return text(503, complaints);
  // Told, but no reason to send nobody here: reads and the other endpoints work, and a client that is refused
  // learns why.
  std::string faults;
  for (const auto& endpoint : snapshot->endpoints()) {
    for (const std::string& fault : endpoint->mappingCheck.faults())
      faults += "\nendpoint " + endpoint->configuration.name + ": " + fault;
  }
  return text(200, "ready" + faults);
}

HttpResponse AdminHandler::resources(const ResourceSearch& search) {
  const std::shared_ptr<const Snapshot> snapshot = scim_.snapshot();
  for (const auto& endpoint : snapshot->endpoints()) {
    if (endpoint->configuration.name == search.endpoint)
      return json(resourcePageJson(listResources(*endpoint, store_, search), scim_.now()));
  }
  return text(404, "there is no endpoint of that name");
}

HttpResponse AdminHandler::metrics() {
  std::string body = metrics_.exposition();
  body +=
      "# HELP scim2ldap_directory_ready Whether the directory answers and nothing waits to be settled.\n"
      "# TYPE scim2ldap_directory_ready gauge\n";
  const std::shared_ptr<const Snapshot> snapshot = scim_.snapshot();
  for (const auto& runtime : snapshot->directories()) {
    body += "scim2ldap_directory_ready{directory=\"" + runtime->configuration.name + "\"} " +
            (complaint(*runtime).empty() ? "1" : "0") + "\n";
  }
  body +=
      "# HELP scim2ldap_store_ready Whether the side table can be written.\n"
      "# TYPE scim2ldap_store_ready gauge\n"
      "scim2ldap_store_ready " +
      std::string(store_.complaint().empty() ? "1" : "0") + "\n";
  body +=
      "# HELP scim2ldap_mapping_faults What keeps the endpoint's mapping from working on its directory.\n"
      "# TYPE scim2ldap_mapping_faults gauge\n";
  for (const auto& endpoint : snapshot->endpoints()) {
    body += "scim2ldap_mapping_faults{endpoint=\"" + endpoint->configuration.name + "\"} " +
            std::to_string(endpoint->mappingCheck.faults().size()) + "\n";
  }
  body += descriptorMetrics() + expiryMetrics(store_, scim_.now()) +
          leavingMetrics(*snapshot, store_, scim_.now());
  return reply(200, "text/plain; version=0.0.4; charset=utf-8", body);
}

}  // namespace scim2ldap::connector
