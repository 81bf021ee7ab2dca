#include "tests/support/FreePort.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>
#include <stdexcept>

namespace scim2ldap::test {
namespace {

// Below the ports that the system gives to clients: one of these might take a server's while it is restarted.
constexpr unsigned kFirst = 15'000;
constexpr unsigned kLast = 32'000;
constexpr int kAttempts = 100;

bool isFree(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const bool bound =
      socket >= 0 && ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  if (socket >= 0) ::close(socket);
  return bound;
}

}  // namespace

std::uint16_t freePort() {
  std::random_device random;
  std::uniform_int_distribution<unsigned> ports(kFirst, kLast);
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const auto port = static_cast<std::uint16_t>(ports(random));
    if (isFree(port)) return port;
  }
  throw std::runtime_error("no free port on 127.0.0.1");
}

}  // namespace scim2ldap::test
