#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scim2ldap::test {

/// What a server answered.
struct HttpAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};

  /// The first header of that name (case ignored), or "".
  [[nodiscard]] std::string header(std::string_view name) const;
};

/// Sends one request over a connection of its own.
/// \param url  "http://host:port/path?query", path and query as they shall stand on the wire
/// \throws std::runtime_error  when no answer comes within 30 s
[[nodiscard]] HttpAnswer sendHttp(const std::string& method, const std::string& url,
                                  const std::vector<std::pair<std::string, std::string>>& headers = {},
                                  const std::string& body = "");

}  // namespace scim2ldap::test
