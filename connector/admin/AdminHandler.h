#pragma once

#include <string>

#include "connector/admin/ResourceList.h"
#include "connector/endpoint/Metrics.h"
#include "connector/endpoint/ScimHandler.h"
#include "connector/http/Message.h"
#include "connector/log/Logger.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The listener for administrators: the page that shows what happened and why, its data, health and metrics.
/// Read only. Answers only requests whose Host is an IP address or localhost (see AdminHost.h). Thread-safe.
///
///   GET /            the page; /resources, and its style sheet, modules and picture
///   GET /healthz     200 while the process runs
///   GET /readyz      200 when every directory and the side table answer and nothing waits to be settled;
///                    names, a line each, what keeps a mapping from working
///   GET /metrics     Prometheus' text format
///   GET /api/status  endpoints, directories, tokens
///   GET /api/log     the newest log rows; ?limit=N, ?before=NUMBER and more, see LogSearch.h
///   GET /api/resources  users or groups of an endpoint; ?endpoint=NAME and more, see ResourceList.h
class AdminHandler : public HttpHandler {
 public:
  /// Everything passed in must outlive the handler.
  AdminHandler(const ScimHandler& scim, Store& store, const Metrics& metrics, Logger& logger);

  [[nodiscard]] HttpResponse handle(const HttpRequest& request) override;
  [[nodiscard]] HttpResponse refuse(int status, const std::string& reason) override;

 private:
  [[nodiscard]] HttpResponse ready();
  [[nodiscard]] HttpResponse metrics();
  [[nodiscard]] HttpResponse resources(const ResourceSearch& search);

  const ScimHandler& scim_;
  Store& store_;
  const Metrics& metrics_;
  Logger& logger_;
  const ServerSettings listener_;  ///< of SCIM, as the process began with it
  const TimePoint started_;
};

}  // namespace scim2ldap::connector
