#pragma once

#include <Poco/Net/StreamSocket.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// An answer as it came over the wire; header names in lower case.
struct RawAnswer {
  int status = 0;  ///< 0: the connection ended instead
  std::map<std::string, std::string> headers{};
  std::string body{};
};

/// A client that sends whatever bytes a test wants to send. Reads wait for 20 s at most: they end earlier
/// unless something is wrong.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  explicit RawClient(const Poco::Net::StreamSocket& socket) : socket_(socket) {}

  /// \returns whether the bytes could be sent
  bool send(std::string_view bytes);
  /// Reads one answer, its body by Content-Length; without a body after HEAD.
  RawAnswer readAnswer(bool toHead = false);
  /// send and readAnswer.
  RawAnswer ask(std::string_view bytes);
  /// Whether the server has closed, or closes within `wait`, with nothing more to read.
  bool isClosed(std::chrono::milliseconds wait = std::chrono::seconds(20));
  /// Whether the connection is still open and silent after `wait`.
  bool isSilent(std::chrono::milliseconds wait);
  void shutdownSending() { socket_.shutdownSend(); }

 private:
  bool readMore();
  bool readLine(std::string& line);

  Poco::Net::StreamSocket socket_;
  std::string received_;
};

/// `GET <path>` of HTTP/1.1 with a Host.
std::string get(const std::string& path);

}  // namespace scim2ldap::connector
