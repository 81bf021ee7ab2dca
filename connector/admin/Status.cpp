#include "connector/admin/Status.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "connector/admin/EndpointStatus.h"
#include "connector/auth/Validity.h"
#include "connector/config/Scope.h"
#include "ldap/Error.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

Json timeOrNull(const std::optional<TimePoint>& time) {
  return time ? Json(scim::printDateTime(*time)) : Json();
}

Json list(const std::vector<std::string>& texts) {
  return Json(Json::Array(texts.begin(), texts.end()));
}

std::string machineName() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != '\0' ? name.data() : "localhost";
}

/// The address as the host of a URL. RFC 3986 §3.2.2
std::string urlHost(const std::string& address) {
  if (address == "0.0.0.0" || address == "::") return machineName();
  return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

Json directoryJson(DirectoryRuntime& runtime) {
  Json entry = Json::object();
  const std::string why = complaint(runtime);
  entry.set("name", runtime.configuration.name);
  entry.set("uris", list(runtime.configuration.settings.uris));
  entry.set("base", runtime.configuration.base.toString());
  entry.set("ready", why.empty());
  entry.set("complaint", why);
  return entry;
}

Json tokenJson(const TokenRow& token, TimePoint now) {
  Json entry = Json::object();
  entry.set("name", token.name);
  entry.set("endpoint", token.endpoint);
  entry.set("state", validityWord(token.revoked, token.expires, now));
  entry.set("created", scim::printDateTime(token.created));
  entry.set("expires", timeOrNull(token.expires));
  entry.set("lastUsed", timeOrNull(token.lastUsed));
  entry.set("revoked", timeOrNull(token.revoked));
  entry.set("scopes", printScopes(parseScopes(token.scopes)));
  return entry;
}

}  // namespace

std::string complaint(DirectoryRuntime& runtime) {
  try {
    static_cast<void>(runtime.directory.rootDse());
  } catch (const ldap::Error& error) {
    return error.what();
  }
  return runtime.executor.settle() ? "" : "requests wait to be settled";
}

std::vector<std::string> tenantUrls(const EndpointConfiguration& endpoint, const ServerSettings& listener) {
  if (!endpoint.publicUrl.empty()) return {endpoint.publicUrl};
  const std::string origin = (listener.tls.enabled() ? "https://" : "http://") + urlHost(listener.address) +
                             ":" + std::to_string(listener.port);
  std::vector<std::string> urls;
  for (const std::string& path : endpoint.basePaths) urls.push_back(origin + path);
  return urls;
}

Json statusJson(const Snapshot& snapshot, const ServerSettings& listener, Store& store,
                const Metrics& metrics, TimePoint started, TimePoint now) {
  bool ready = true;
  Json::Array directories;
  for (const auto& runtime : snapshot.directories()) {
    directories.push_back(directoryJson(*runtime));
    ready = ready && directories.back().find("ready")->asBool();
  }
  Json::Array endpoints;
  for (const auto& endpoint : snapshot.endpoints())
    endpoints.push_back(endpointJson(*endpoint, listener, store, now));
  Json::Array tokens;
  for (const TokenRow& token : store.tokens("")) {
    // Those of OAuth clients come and go by the hour.
    if (token.client.empty()) tokens.push_back(tokenJson(token, now));
  }

  Json body = Json::object();
  body.set("version", SCIM2LDAP_VERSION);
  body.set("started", scim::printDateTime(started));
  body.set("time", scim::printDateTime(currentTime()));
  body.set("ready", ready);
  body.set("requests", static_cast<std::int64_t>(metrics.requests()));
  body.set("directories", Json(std::move(directories)));
  body.set("endpoints", Json(std::move(endpoints)));
  body.set("tokens", Json(std::move(tokens)));
  return body;
}

}  // namespace scim2ldap::connector
