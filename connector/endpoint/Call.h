#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connector/endpoint/Endpoint.h"
#include "connector/http/Message.h"
#include "connector/provisioning/Service.h"

namespace scim2ldap::connector {

/// One request on its way from the listener to the service: what came, and what has been found out about it.
struct Call {
  const HttpRequest& http;
  std::shared_ptr<const Snapshot> snapshot;
  Endpoint* endpoint = nullptr;
  std::vector<std::string> rest{};  ///< path segments behind the base path
  ServiceRequest request{};
  std::string allow{};      ///< for 405, and for an answer to OPTIONS
  std::string challenge{};  ///< WWW-Authenticate of a refusal, or ""
  std::optional<std::chrono::seconds> retryAfter{};
  bool isUntold = false;  ///< its refusal is one of too many of its address for the log

  /// \param methods  "GET, POST"; HEAD goes where GET goes
  /// \throws scim::Error  405, where the request's method is none of these; OPTIONS is none of them anywhere,
  ///                     and the one catch site answers it with what is allowed
  void allowOnly(const std::string& methods);
  [[nodiscard]] bool is(std::string_view method) const {
    return http.method == method || (method == "GET" && http.method == "HEAD");
  }
};

}  // namespace scim2ldap::connector
