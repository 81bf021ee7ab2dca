#include "connector/http/HttpServer.h"

#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/TCPServer.h>
#include <Poco/Net/TCPServerConnectionFactory.h>
#include <Poco/ThreadPool.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "connector/http/Certificate.h"
#include "connector/http/Connection.h"
#include "connector/http/ConnectionGuard.h"
#include "connector/http/ErrorBridge.h"
#include "connector/http/Tls.h"
#include "connector/log/BurstLog.h"

namespace scim2ldap::connector {
namespace {

constexpr int kSurplusThreads = 4;  ///< tell surplus connections that there are too many
constexpr int kSpareThreads = 16;   ///< POCO counts a thread as free a little before its pool does
constexpr int kMaxQueued = 256;     ///< accepted connections that wait for a thread
constexpr int kBacklog = 256;       ///< connections that wait to be accepted
constexpr std::chrono::milliseconds kThreadIdleTime{250};
constexpr std::chrono::days kExpiryWarning{14};

class ConnectionFactory : public Poco::Net::TCPServerConnectionFactory {
 public:
  explicit ConnectionFactory(const Listener& listener) : listener_(listener) {}
  Poco::Net::TCPServerConnection* createConnection(const Poco::Net::StreamSocket& socket) override {
    return new Connection(socket, listener_);
  }

 private:
  const Listener& listener_;
};

Poco::Net::ServerSocket listenOn(const ServerSettings& settings, const Tls* tls) {
  try {
    const Poco::Net::SocketAddress address(settings.address, settings.port);
    Poco::Net::ServerSocket socket =
        tls == nullptr ? Poco::Net::ServerSocket() : Poco::Net::SecureServerSocket(tls->context());
    // Not SO_REUSEPORT: a second server on the same port must be told that it is taken.
    socket.bind(address, true, false);
    socket.listen(kBacklog);
    return socket;
  } catch (const Poco::Exception& error) {
    throw std::runtime_error("cannot listen on " + settings.address + " port " +
                             std::to_string(settings.port) + ": " + error.displayText());
  }
}

Poco::Net::TCPServerParams::Ptr threadsFor(std::size_t connections) {
  Poco::Net::TCPServerParams::Ptr parameters(new Poco::Net::TCPServerParams);
  parameters->setMaxThreads(static_cast<int>(connections) + kSurplusThreads);
  parameters->setMaxQueued(kMaxQueued);
  // A thread that waits for a connection can miss POCO's call to stop and notices it only when this is over.
  parameters->setThreadIdleTime(Poco::Timespan(std::chrono::microseconds(kThreadIdleTime).count()));
  return parameters;
}

}  // namespace

class HttpServer::Implementation {
 public:
  Implementation(const ServerSettings& settings, HttpHandler& handler, Logger& logger)
      : settings_(settings),
        denials_(logger),
        bridge_(denials_),
        guard_(settings.maxConnections),
        listener_{.settings = settings_,
                  .handler = handler,
                  .logger = logger,
                  .denials = denials_,
                  .guard = guard_},
        pool_(2, static_cast<int>(settings.maxConnections) + kSurplusThreads + kSpareThreads) {
    if (settings_.tls.enabled()) tls_.emplace(readCertificate(settings_.tls));
    socket_ = listenOn(settings_, tls_ ? &*tls_ : nullptr);
    port_ = socket_.address().port();
    server_.emplace(new ConnectionFactory(listener_), pool_, socket_, threadsFor(settings_.maxConnections));
    server_->start();
    logger.info("HTTP_LISTENING", "The listener takes connections",
                {{"address", settings_.address}, {"port", int{port_}}, {"tls", tls_.has_value()}});
  }

  ~Implementation() {
    stopAccepting();
    guard_.abort();
    pool_.joinAll();
  }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

  void reloadCertificate(const TlsSettings& tls) {
    if (!tls_)
      throw std::runtime_error("this listener was started without TLS; changing that needs a restart");
    tls_->replace(readCertificate(tls));
  }

  bool drain() {
    const auto deadline = ConnectionGuard::Clock::now() + settings_.drainTimeout;
    stopAccepting();
    guard_.drain();
    const bool finished = guard_.waitUntilEmpty(deadline);
    guard_.abort();
    return finished;
  }

 private:
  [[nodiscard]] std::shared_ptr<const Certificate> readCertificate(const TlsSettings& tls) const;
  void stopAccepting();

  const ServerSettings settings_;
  BurstLog denials_;
  const ErrorBridge bridge_;
  std::optional<Tls> tls_;
  ConnectionGuard guard_;
  const Listener listener_;
  Poco::ThreadPool pool_;
  Poco::Net::ServerSocket socket_;
  std::uint16_t port_ = 0;
  std::optional<Poco::Net::TCPServer> server_;
};

std::shared_ptr<const Certificate> HttpServer::Implementation::readCertificate(const TlsSettings& tls) const {
  auto certificate = std::make_shared<const Certificate>(tls);
  const auto now = std::chrono::system_clock::now();
  const auto daysLeft = std::chrono::floor<std::chrono::days>(certificate->notAfter() - now).count();
  const Level level = daysLeft < kExpiryWarning.count() ? Level::Warning : Level::Info;
  listener_.logger.log(level, "TLS_CERTIFICATE_LOADED",
                       "A server certificate was read for connections to come",
                       {{"file", tls.certificateFile.string()},
                        {"subject", certificate->subject()},
                        {"daysLeft", std::int64_t{daysLeft}}});
  return certificate;
}

void HttpServer::Implementation::stopAccepting() {
  server_->stop();
  // Without this the kernel would go on taking connections that nobody serves.
  socket_.close();
}

HttpServer::HttpServer(const ServerSettings& settings, HttpHandler& handler, Logger& logger)
    : implementation_(std::make_unique<Implementation>(settings, handler, logger)) {}

HttpServer::~HttpServer() = default;

std::size_t HttpServer::mostDescriptors(const ServerSettings& settings) {
  constexpr std::size_t kServed = 2;  // the socket, and the one by which the guard cuts it off
  return kServed * (settings.maxConnections + kSurplusThreads) + kMaxQueued;
}

std::uint16_t HttpServer::port() const {
  return implementation_->port();
}

void HttpServer::reloadCertificate(const TlsSettings& tls) {
  implementation_->reloadCertificate(tls);
}

bool HttpServer::drain() {
  return implementation_->drain();
}

}  // namespace scim2ldap::connector
