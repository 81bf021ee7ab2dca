#include "tests/bench/KeepAliveClient.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <system_error>

#include "tests/bench/Load.h"

namespace scim2ldap::bench {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::chrono::seconds kPatience{30};
constexpr int kUnavailable = 503;

/// The number behind a header's name and colon.
std::optional<std::size_t> numberIn(std::string_view head, std::string_view name) {
  const std::size_t at = head.find(name);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view digits = head.substr(at + name.size());
  std::size_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return read.ec == std::errc{} ? std::optional(number) : std::nullopt;
}

}  // namespace

KeepAliveClient::KeepAliveClient(std::uint16_t port, std::string basePath, std::string token)
    : port_(port),
      basePath_(std::move(basePath)),
      headers_(" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + std::move(token) +
               "\r\nContent-Type: application/scim+json\r\nContent-Length: ") {}

KeepAliveClient::~KeepAliveClient() {
  close();
}

void KeepAliveClient::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void KeepAliveClient::connect() {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval patience{kPatience.count(), 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::system_error(errno, std::generic_category(), "connect");
  }
}

void KeepAliveClient::fail(const std::string& when) {
  const bool isLate = errno == EAGAIN || errno == EWOULDBLOCK;
  close();
  if (isLate)
    throw std::runtime_error("nothing came in " + std::to_string(kPatience.count()) + " s while " + when);
  if (input_.empty()) throw TurnedAway("the connection broke while " + when);
  throw std::runtime_error("the connection broke in the middle of an answer");
}

void KeepAliveClient::sendAll(std::string_view bytes) {
  while (!bytes.empty()) {
    errno = 0;
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) fail("a request was sent");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void KeepAliveClient::readTo(std::size_t size) {
  constexpr std::size_t kPortion = 64 * 1024;
  while (input_.size() < size) {
    const std::size_t before = input_.size();
    input_.resize(before + kPortion);
    errno = 0;
    const ssize_t got = ::recv(socket_, input_.data() + before, kPortion, 0);
    input_.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got <= 0) fail("an answer was read");
  }
}

KeepAliveClient::Answer KeepAliveClient::send(std::string_view method, std::string_view path,
                                              std::string_view body) {
  if (socket_ < 0) connect();
  request_.assign(method).append(" ").append(basePath_).append(path).append(headers_);
  request_.append(std::to_string(body.size())).append(kHeadEnd).append(body);
  input_.clear();
  sendAll(request_);

  std::size_t headEnd = std::string::npos;
  while ((headEnd = input_.find(kHeadEnd)) == std::string::npos) readTo(input_.size() + 1);
  const std::string head = input_.substr(0, headEnd + 2);
  constexpr std::size_t kStatusAt = sizeof "HTTP/1.1 " - 1;
  int status = 0;
  if (head.size() > kStatusAt) std::from_chars(head.data() + kStatusAt, head.data() + head.size(), status);
  const std::size_t bodyAt = headEnd + kHeadEnd.size();
  const std::size_t length = numberIn(head, "Content-Length: ").value_or(0);
  readTo(bodyAt + length);
  // The server ends a connection behind its thousandth request, and behind one that found no place.
  if (head.find("Connection: close") != std::string::npos) close();
  if (status == kUnavailable) {
    const std::optional<std::size_t> seconds = numberIn(head, "Retry-After: ");
    if (!seconds) throw std::runtime_error("503 without Retry-After: " + input_.substr(bodyAt, length));
    throw AskedToWait(std::chrono::seconds(*seconds));
  }
  return {status, std::string_view(input_).substr(bodyAt, length)};
}

}  // namespace scim2ldap::bench
