#pragma once

#include <memory>
#include <optional>
#include <string>

#include "connector/admin/AdminHandler.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// An AdminHandler over a real configuration and a real side table. Without a slapd its directory is a port
/// that nobody listens on.
struct AdminFixture {
  explicit AdminFixture(const TemporarySlapd* directory = nullptr, const std::string& endpointLines = "");

  /// The answer to GET, with "Host: 127.0.0.1:8081".
  [[nodiscard]] connector::HttpResponse get(const std::string& path, const std::string& query = "");
  [[nodiscard]] scim::Json getJson(const std::string& path, const std::string& query = "");

  TemporaryFolder folder;
  connector::Logger logger{connector::Level::Error};
  connector::Metrics metrics;
  connector::Coordination coordination;
  std::unique_ptr<connector::Store> store;
  connector::ScimHandler scim;
  connector::AdminHandler handler;
};

/// The first header of that name, or "".
[[nodiscard]] std::string headerOf(const connector::HttpResponse& response, const std::string& name);

/// A log row with that name and status; other fields have values of their own.
[[nodiscard]] connector::LogRow logRow(const std::string& name, int status = 201);

}  // namespace scim2ldap::test
