#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// An error of the token endpoint. RFC 6749 §5.2
class OAuthError : public std::runtime_error {
 public:
  /// \param error   a code of the RFC, "invalid_client"
  /// \param detail  error_description, for the client
  /// \param reason  for the log; the detail when there is nothing to hide
  OAuthError(int status, std::string error, const std::string& detail, std::string reason = "")
      : std::runtime_error(detail),
        status_(status),
        error_(std::move(error)),
        reason_(reason.empty() ? detail : std::move(reason)) {}

  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] std::string detail() const { return what(); }
  [[nodiscard]] const std::string& reason() const { return reason_; }

 private:
  int status_;
  std::string error_;
  std::string reason_;
};

/// A request for a token by a client's own credentials: a secret or a signed assertion.
struct TokenRequest {
  std::string clientId{};   ///< "" where an assertion stands for it
  std::string secret{};     ///< "" where there is an assertion
  std::string assertion{};  ///< a JWT
  std::string scope{};      ///< "": whatever the client may have

  bool operator==(const TokenRequest&) const = default;
};

/// Reads the body of a POST to the token endpoint and its Authorization header.
/// \param authorization  "Basic …" or ""
/// \param contentType    application/x-www-form-urlencoded, or "" (some clients leave it out)
/// \throws OAuthError  invalid_request: no form, a parameter twice, credentials twice;
/// unsupported_grant_type;
///                     invalid_client (401): no credentials, or of a kind that is not taken
/// RFC 6749 §2.3.1, §4.4.2, appendix B; RFC 7521 §4.2
[[nodiscard]] TokenRequest parseTokenRequest(std::string_view body, std::string_view authorization,
                                             std::string_view contentType);

}  // namespace scim2ldap::connector
