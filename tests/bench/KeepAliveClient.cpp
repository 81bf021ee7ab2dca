#include "tests/bench/KeepAliveClient.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>

namespace scim2ldap::bench {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";

/// The number behind a header's name, 0 when it is not there.
std::size_t lengthIn(std::string_view head) {
  constexpr std::string_view kName = "Content-Length: ";
  const std::size_t at = head.find(kName);
  std::size_t length = 0;
  if (at != std::string_view::npos) {
    const std::string_view digits = head.substr(at + kName.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), length);
  }
  return length;
}

}  // namespace

KeepAliveClient::KeepAliveClient(std::uint16_t port, std::string basePath, std::string token)
    : port_(port),
      basePath_(std::move(basePath)),
      headers_(" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + std::move(token) +
               "\r\nContent-Type: application/scim+json\r\nContent-Length: ") {
  connect();
}

KeepAliveClient::~KeepAliveClient() {
  if (socket_ >= 0) ::close(socket_);
}

void KeepAliveClient::connect() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::system_error(errno, std::generic_category(), "connect");
  }
}

void KeepAliveClient::sendAll(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw std::runtime_error("the connection broke while a request was sent");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void KeepAliveClient::readTo(std::size_t size) {
  constexpr std::size_t kPortion = 64 * 1024;
  while (input_.size() < size) {
    const std::size_t before = input_.size();
    input_.resize(before + kPortion);
    const ssize_t got = ::recv(socket_, input_.data() + before, kPortion, 0);
    input_.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got <= 0) throw std::runtime_error("the connection broke while an answer was read");
  }
}

KeepAliveClient::Answer KeepAliveClient::send(std::string_view method, std::string_view path,
                                              std::string_view body) {
  request_.assign(method).append(" ").append(basePath_).append(path).append(headers_);
  request_.append(std::to_string(body.size())).append(kHeadEnd).append(body);
  sendAll(request_);

  input_.clear();
  std::size_t headEnd = std::string::npos;
  while ((headEnd = input_.find(kHeadEnd)) == std::string::npos) readTo(input_.size() + 1);
  const std::string_view head = std::string_view(input_).substr(0, headEnd + 2);
  constexpr std::size_t kStatusAt = sizeof "HTTP/1.1 " - 1;
  int status = 0;
  if (head.size() > kStatusAt) std::from_chars(head.data() + kStatusAt, head.data() + head.size(), status);
  const bool closes = head.find("Connection: close") != std::string_view::npos;
  const std::size_t bodyAt = headEnd + kHeadEnd.size();
  const std::size_t length = lengthIn(head);
  readTo(bodyAt + length);
  // The server ends a connection behind its thousandth request.
  if (closes) connect();
  return {status, std::string_view(input_).substr(bodyAt, length)};
}

}  // namespace scim2ldap::bench
