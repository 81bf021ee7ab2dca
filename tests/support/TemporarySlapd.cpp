#include "tests/support/TemporarySlapd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/support/Certificates.h"
#include "tests/support/FreePort.h"
#include "tests/support/Program.h"

namespace scim2ldap::test {
namespace {

using namespace std::chrono_literals;

constexpr int kLaunchAttempts = 5;  ///< another process may take a port between choosing and binding it
constexpr auto kStartTimeout = 20s;
constexpr auto kStopTimeout = 10s;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// Whether an LDAP server on that port answers an anonymous bind, sent as bytes so that the support code
/// does not rest on the client that it helps to test.
bool answersBind(std::uint16_t port) {
  static constexpr std::array<unsigned char, 14> kAnonymousBind = {0x30, 0x0c, 0x02, 0x01, 0x01, 0x60, 0x07,
                                                                   0x02, 0x01, 0x03, 0x04, 0x00, 0x80, 0x00};
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  bool answered = false;
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::send(socket, kAnonymousBind.data(), kAnonymousBind.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(kAnonymousBind.size())) {
    pollfd readable{socket, POLLIN, 0};
    char first = 0;
    answered = ::poll(&readable, 1, 1000) == 1 && ::recv(socket, &first, 1, 0) == 1;
  }
  ::close(socket);
  return answered;
}

}  // namespace

TemporarySlapd::TemporarySlapd(SlapdOptions options) : options_(std::move(options)) {
  if (options_.tls) {
    makeAuthority(folder_, "ca");
    makeAuthority(folder_, "other-ca");
    makeCertificate(folder_, "ca", "server", "slapd", options_.certificateSan);
    makeCertificate(folder_, "ca", "client", "scim2ldap", "DNS:scim2ldap.example.com");
  }
  writeConfiguration();
  loadEntries();
  for (int attempt = 1;; ++attempt) {
    port_ = freePort();
    if (options_.tls) tlsPort_ = freePort();
    if (launch()) return;
    if (attempt == kLaunchAttempts)
      throw std::runtime_error("slapd does not start: " + readFile(path("slapd.log")));
  }
}

TemporarySlapd::~TemporarySlapd() {
  if (running()) signalAndWait(SIGKILL);
}

std::string TemporarySlapd::uri() const {
  return "ldap://127.0.0.1:" + std::to_string(port_);
}

std::string TemporarySlapd::ldapsUri() const {
  return "ldaps://127.0.0.1:" + std::to_string(tlsPort_);
}

std::string TemporarySlapd::ldapiUri() const {
  std::string escaped;
  for (const char c : path("ldapi")) escaped += c == '/' ? std::string("%2F") : std::string(1, c);
  return "ldapi://" + escaped;
}

ldap::DirectorySettings TemporarySlapd::settings() const {
  ldap::DirectorySettings settings;
  settings.uris = {uri()};
  settings.bindDn = serviceDn();
  settings.bindPassword = servicePassword();
  return settings;
}

void TemporarySlapd::stop() {
  if (running()) signalAndWait(SIGTERM);
}

void TemporarySlapd::start() {
  if (running()) return;
  if (!launch()) throw std::runtime_error("slapd does not start again: " + readFile(path("slapd.log")));
}

void TemporarySlapd::kill() {
  if (running()) signalAndWait(SIGKILL);
}

void TemporarySlapd::pause() {
  ::kill(pid_, SIGSTOP);
  int status = 0;
  ::waitpid(pid_, &status, WUNTRACED);  // SIGSTOP takes effect some time after kill returns
}

void TemporarySlapd::resume() {
  ::kill(pid_, SIGCONT);
}

void TemporarySlapd::signalAndWait(int signal) {
  ::kill(pid_, signal);
  ::kill(pid_, SIGCONT);
  const auto deadline = std::chrono::steady_clock::now() + kStopTimeout;
  while (::waitpid(pid_, nullptr, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) ::kill(pid_, SIGKILL);
    std::this_thread::sleep_for(2ms);
  }
  pid_ = 0;
}

bool TemporarySlapd::launch() {
  std::string listeners = uri() + "/ " + ldapiUri() + "/";
  if (options_.tls) listeners += " " + ldapsUri() + "/";
  pid_ = startProgram({"/usr/sbin/slapd", "-f", path("slapd.conf"), "-h", listeners, "-d", "0"},
                      path("slapd.log"));
  const auto deadline = std::chrono::steady_clock::now() + kStartTimeout;
  while (!answersBind(port_)) {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = 0;
      return false;
    }
    if (std::chrono::steady_clock::now() > deadline) {
      signalAndWait(SIGKILL);
      return false;
    }
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

}  // namespace scim2ldap::test
