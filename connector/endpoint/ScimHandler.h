#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "connector/endpoint/BelievedClock.h"
#include "connector/endpoint/BulkRun.h"
#include "connector/endpoint/Call.h"
#include "connector/endpoint/DirectoryAlerts.h"
#include "connector/endpoint/Endpoint.h"
#include "connector/endpoint/Login.h"
#include "connector/endpoint/Metrics.h"
#include "connector/http/Message.h"
#include "connector/log/BurstLog.h"
#include "connector/log/Logger.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The SCIM side of the HTTP server: finds the endpoint, authenticates, takes the request apart, calls the
/// service, and turns whatever comes back, answer or error, into bytes. The one place where exceptions of a
/// request, or of an operation of a bulk, end. Thread-safe.
class ScimHandler : public HttpHandler {
 public:
  ScimHandler(std::shared_ptr<const Snapshot> snapshot, Store& store, Metrics& metrics, Logger& logger);

  [[nodiscard]] HttpResponse handle(const HttpRequest& request) override;
  [[nodiscard]] HttpResponse refuse(int status, const std::string& reason) override;

  /// Requests from now on see this configuration; running ones end with the one that they began with.
  void replaceSnapshot(std::shared_ptr<const Snapshot> snapshot);
  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const;
  /// The time by which is decided.
  [[nodiscard]] TimePoint now() const { return clock_.at(currentTime(), BelievedClock::Steady::now()); }
  /// Fetches the keys of those whose tokens are trusted, where they have become old. May take seconds.
  void refreshKeys() { login_.refreshKeys(*snapshot()); }

 private:
  /// The answer to a request, or to an operation of a bulk, whatever becomes of it.
  [[nodiscard]] HttpResponse answerCall(Call& call, const Dispatch& dispatch);
  [[nodiscard]] HttpResponse dispatch(Call& call);
  [[nodiscard]] HttpResponse failed(const Call& call, int status, const scim::Json& body);
  void logRefusal(const Call& call, int status, const std::string& detail);

  mutable std::mutex snapshotMutex_;
  std::shared_ptr<const Snapshot> snapshot_;
  Store& store_;
  BurstLog denials_;
  DirectoryAlerts alerts_;
  Login login_;
  mutable BelievedClock clock_;
  Metrics& metrics_;
  Logger& logger_;
};

}  // namespace scim2ldap::connector
