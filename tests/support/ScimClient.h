#pragma once

#include <string>
#include <utility>

#include "scim/Json.h"
#include "tests/support/ConnectorProcess.h"

namespace scim2ldap::test {

/// An answer of the service, its body parsed.
struct ScimAnswer {
  int status = 0;
  scim::Json body{};
  std::string retryAfter{};
  [[nodiscard]] std::string id() const { return std::string(body.stringAt("id")); }
};

/// Sends SCIM requests to a running connector as its client would. Thread-safe as long as the connector is
/// not restarted.
class ScimClient {
 public:
  explicit ScimClient(const ConnectorProcess& connector)
      : baseUrl_(connector.baseUrl()), token_(connector.token()) {}
  /// Of another endpoint, or with another token.
  ScimClient(std::string baseUrl, std::string token)
      : baseUrl_(std::move(baseUrl)), token_(std::move(token)) {}

  /// \param path  behind the base path, "/Users"
  /// \param body  JSON, "" for none
  [[nodiscard]] ScimAnswer send(const std::string& method, const std::string& path,
                                const std::string& body = "") const;

  /// POST /Users with these names. \returns the id
  /// \throws std::runtime_error  when the answer is not 201
  [[nodiscard]] std::string makeUser(const std::string& userName, const std::string& displayName) const;
  /// POST /Groups, empty. \returns the id
  [[nodiscard]] std::string makeGroup(const std::string& displayName) const;
  /// A PATCH of one operation; `value` is JSON. \returns the status
  [[nodiscard]] int patch(const std::string& path, const std::string& op, const std::string& attribute,
                          const std::string& value) const;

 private:
  std::string baseUrl_;
  std::string token_;
};

}  // namespace scim2ldap::test
