#include "tests/support/TcpProxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace scim2ldap::test {
namespace {

constexpr int kTickMs = 20;  ///< how soon a wire notices that it is to be dropped
constexpr int kBacklog = 1024;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void close(int socket) {
  ::close(socket);
}

void reset(int socket) {
  const linger now{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(socket);
}

bool sendAll(int socket, const char* octets, std::size_t count) {
  while (count > 0) {
    const ssize_t sent = ::send(socket, octets, count, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    octets += sent;
    count -= static_cast<std::size_t>(sent);
  }
  return true;
}

/// Whether an LDAP message (RFC 4511 section 4.1.1, definite lengths) adds, changes, renames or deletes.
bool isWrite(const char* message, std::size_t size) {
  const auto octet = [&](std::size_t i) { return i < size ? static_cast<unsigned char>(message[i]) : 0U; };
  constexpr unsigned kLong = 0x80;
  std::size_t id = 2;
  if (octet(1) > kLong) id += octet(1) - kLong;
  switch (octet(id + 2 + octet(id + 1))) {
    case 0x66:  // modify
    case 0x68:  // add
    case 0x4a:  // delete
    case 0x6c:  // modify DN
      return true;
    default:
      return false;
  }
}

}  // namespace

/// One connection and its way on to the server.
class TcpProxy::Wire {
 public:
  Wire(TcpProxy& proxy, int client, ConnectionFate fate)
      : proxy_(proxy), client_(client), fate_(fate), thread_([this](const std::stop_token& stop) {
          run(stop);
          over_ = true;
        }) {}

  [[nodiscard]] bool isOver() const { return over_; }

 private:
  /// Passes one portion on. \returns whether the connection lives
  bool pass(int from, int to, std::size_t& left, bool isAnswer) {
    std::array<char, 16384> octets{};
    const ssize_t count = ::recv(from, octets.data(), octets.size(), 0);
    if (count <= 0) return false;
    std::size_t portion = std::min(static_cast<std::size_t>(count), left);
    if (isAnswer) {
      if (fate_.delayMs > 0) std::this_thread::sleep_for(std::chrono::milliseconds(fate_.delayMs));
      portion = std::min(portion, proxy_.takeAnswerOctets(portion));
    }
    if (left != ConnectionFate::kNever) left -= portion;
    isCut_ = portion != static_cast<std::size_t>(count);
    if (!isAnswer && proxy_.holdsWrites_ && isWrite(octets.data(), portion))
      return hold(to, octets.data(), portion);
    return sendAll(to, octets.data(), portion) && !isCut_;
  }

  /// Passes a request on when it is let go. \returns when the server has answered it, also to nobody
  bool hold(int to, const char* octets, std::size_t count) {
    ++proxy_.heldWrites_;
    while (!proxy_.areReleased_ && !thread_.get_stop_token().stop_requested())
      std::this_thread::sleep_for(std::chrono::milliseconds(kTickMs));
    pollfd answer{to, POLLIN, 0};
    constexpr int kPatienceMs = 10'000;
    if (sendAll(to, octets, count)) ::poll(&answer, 1, kPatienceMs);
    --proxy_.heldWrites_;
    return true;
  }

  void run(const std::stop_token& stop) {
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(proxy_.serverPort_);
    bool lives = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const int on = 1;
    for (const int end : {client_, server}) ::setsockopt(end, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    while (lives && !stop.stop_requested()) {
      if (proxy_.blackHole_) {
        std::this_thread::sleep_for(std::chrono::milliseconds(kTickMs));
        continue;
      }
      std::array<pollfd, 2> ends{pollfd{client_, POLLIN, 0}, pollfd{server, POLLIN, 0}};
      if (::poll(ends.data(), ends.size(), kTickMs) <= 0 || proxy_.blackHole_) continue;
      if (ends[0].revents != 0) lives = pass(client_, server, fate_.toServer, false);
      if (lives && ends[1].revents != 0) lives = pass(server, client_, fate_.toClient, true);
    }
    if (isCut_) ++proxy_.cuts_;
    for (const int end : {server, client_}) isCut_ || stop.stop_requested() ? reset(end) : close(end);
  }

  TcpProxy& proxy_;
  const int client_;
  ConnectionFate fate_;
  bool isCut_ = false;
  std::atomic<bool> over_ = false;
  std::jthread thread_;
};

TcpProxy::TcpProxy(std::uint16_t serverPort) : serverPort_(serverPort) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, generic, length) != 0 || ::listen(listener_, kBacklog) != 0 ||
      ::getsockname(listener_, generic, &length) != 0) {
    ::close(listener_);
    throw std::runtime_error("the proxy cannot listen on 127.0.0.1");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this](const std::stop_token& stop) { acceptConnections(stop); });
}

TcpProxy::~TcpProxy() {
  acceptor_.request_stop();
  acceptor_.join();
  ::close(listener_);
}

void TcpProxy::setFates(std::function<ConnectionFate()> next) {
  const std::lock_guard lock(mutex_);
  fates_ = std::move(next);
}

void TcpProxy::releaseWrites() {
  areReleased_ = true;
  while (heldWrites_ > 0) std::this_thread::sleep_for(std::chrono::milliseconds(kTickMs));
}

void TcpProxy::dropAll() {
  std::list<std::unique_ptr<Wire>> dropped;  // joined behind the lock
  const std::lock_guard lock(mutex_);
  dropped.swap(wires_);
}

void TcpProxy::acceptConnections(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, kTickMs) <= 0) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    ++accepted_;
    const std::lock_guard lock(mutex_);
    wires_.remove_if([](const std::unique_ptr<Wire>& wire) { return wire->isOver(); });
    wires_.push_back(std::make_unique<Wire>(*this, client, fates_ ? fates_() : ConnectionFate{}));
  }
}

std::size_t TcpProxy::takeAnswerOctets(std::size_t octets) {
  answerOctets_ += octets;
  std::size_t left = answersLeft_;
  while (left != ConnectionFate::kNever) {
    const std::size_t taken = std::min(left, octets);
    if (answersLeft_.compare_exchange_weak(left, left - taken)) return taken;
  }
  return octets;
}

}  // namespace scim2ldap::test
