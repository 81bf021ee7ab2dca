#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scim2ldap::bench {

/// One HTTP/1.1 connection that stays open, with as little of its own between request and answer as can be.
/// Made with the first request, and anew where the server has closed it behind an answer. Not thread-safe.
class KeepAliveClient {
 public:
  struct Answer {
    int status = 0;
    std::string_view body;  ///< good until the next request
  };

  KeepAliveClient(std::uint16_t port, std::string basePath, std::string token);
  ~KeepAliveClient();
  KeepAliveClient(const KeepAliveClient&) = delete;
  KeepAliveClient& operator=(const KeepAliveClient&) = delete;

  /// \param path  behind the base path, encoded
  /// \throws AskedToWait         the answer was 503 with Retry-After
  /// \throws std::system_error   nobody listens
  /// \throws TurnedAway          the connection broke before anything of an answer was there
  /// \throws std::runtime_error  503 without Retry-After; half an answer; nothing came in 30 s
  Answer send(std::string_view method, std::string_view path, std::string_view body = {});

 private:
  void connect();
  void close();
  void sendAll(std::string_view bytes);
  [[noreturn]] void fail(const std::string& when);
  /// Reads until `size` bytes are there.
  void readTo(std::size_t size);

  std::uint16_t port_;
  std::string basePath_;
  std::string headers_;
  std::string request_;
  std::string input_;
  int socket_ = -1;
};

}  // namespace scim2ldap::bench
