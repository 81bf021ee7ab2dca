#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scim2ldap::connector {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// An HTTP request, whole: framing checked, body read.
struct HttpRequest {
  std::string method;
  std::string path;   ///< raw, up to "?"; still percent-encoded
  std::string query;  ///< raw, behind "?"; "" when none
  Headers headers{};
  std::string body{};
  std::string peer{};       ///< address of the client, without port
  std::string requestId{};  ///< made by the server; stands in the answer and in every log line
  bool tls = false;

  /// The first header of that name (case ignored), or "".
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// An HTTP answer. Content-Length, Date, Connection and X-Request-Id are the server's to add.
struct HttpResponse {
  int status = 200;
  Headers headers{};
  std::string body{};
  bool isDenial = false;  ///< to nobody who is known: told in the log once per burst
};

/// What a listener hands its requests to. Called by many threads at once. An exception that leaves it is
/// logged and answered with 500.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  [[nodiscard]] virtual HttpResponse handle(const HttpRequest& request) = 0;
  /// The answer to a request that is not handed on (400, 408, 411, 413, 414, 417, 431, 501, 503, 505), and
  /// the one in place of a `handle` that failed (500).
  [[nodiscard]] virtual HttpResponse refuse(int status, const std::string& reason) = 0;
};

}  // namespace scim2ldap::connector
