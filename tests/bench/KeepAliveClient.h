#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scim2ldap::bench {

/// One HTTP/1.1 connection that stays open, with as little of its own between request and answer as can be.
/// Not thread-safe.
class KeepAliveClient {
 public:
  struct Answer {
    int status = 0;
    std::string_view body;  ///< good until the next request
  };

  /// \throws std::system_error  nobody listens
  KeepAliveClient(std::uint16_t port, std::string basePath, std::string token);
  ~KeepAliveClient();
  KeepAliveClient(const KeepAliveClient&) = delete;
  KeepAliveClient& operator=(const KeepAliveClient&) = delete;

  /// \param path  behind the base path, encoded
  /// \throws std::runtime_error  the connection broke, or what came is no answer
  Answer send(std::string_view method, std::string_view path, std::string_view body = {});

 private:
  void connect();
  void sendAll(std::string_view bytes);
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
