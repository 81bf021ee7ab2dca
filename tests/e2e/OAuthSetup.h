#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "scim/Json.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/JwtIssuer.h"
#include "tests/support/KeyServer.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// The object id that Entra's tokens have for their subject.
inline const std::string kPrincipal = "0a1b2c3d-2222-4f5e-8d9c-b0a1c2d3e4f5";

/// Seconds since 1970, as the claims of a JWT have them.
[[nodiscard]] std::int64_t fromNow(std::chrono::seconds seconds);
/// What Entra signs for workload identity federation.
[[nodiscard]] scim::Json assertion();
/// What Entra sends where the secret is left blank.
[[nodiscard]] scim::Json bearer();
/// Who signs it: `kid-1`.
[[nodiscard]] const JwtIssuer& entra();

/// The body of a request for a token by that assertion.
[[nodiscard]] std::string assertionForm(const std::string& jwt);
/// What stands behind "Basic ".
[[nodiscard]] std::string basicOf(const std::string& id, const std::string& secret);

/// A connector whose endpoint has OAuth and trusts Entra, and the server of Entra's keys.
struct OAuthSetup {
  KeyServer keys{entra().jwkSet()};
  TemporarySlapd slapd;
  ConnectorProcess connector;

  explicit OAuthSetup(const std::string& serverLines = "max_failed_logins = 0");

  /// Runs a command of the program. \returns what it printed, without the last line break
  [[nodiscard]] std::string run(const std::string& arguments) const;
  [[nodiscard]] HttpAnswer askForToken(const std::string& form, const std::string& basic = "") const;
  /// Asks for a token by id and secret in the body.
  [[nodiscard]] HttpAnswer askFor(const std::string& id, const std::string& secret,
                                  const std::string& scope = "") const;
  [[nodiscard]] HttpAnswer get(const std::string& token, const std::string& path = "/Users?count=1") const;
  /// \param from  bytes of the log that do not count
  [[nodiscard]] bool logs(const std::string& id, const std::string& part = "", std::size_t from = 0) const;
  /// Waits until the log says so; false after half a minute.
  [[nodiscard]] bool comesToLog(const std::string& id, const std::string& part) const;
};

/// One that tests share who leave it as it was.
[[nodiscard]] const OAuthSetup& sharedOAuth();

/// \throws std::runtime_error  when there is none
[[nodiscard]] std::string tokenIn(const HttpAnswer& answer);
[[nodiscard]] std::string errorIn(const HttpAnswer& answer);

}  // namespace scim2ldap::test
