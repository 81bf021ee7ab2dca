#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "connector/config/Configuration.h"
#include "connector/http/Message.h"
#include "connector/log/Logger.h"

namespace scim2ldap::connector {

/// An HTTP/1.1 listener, with TLS when the settings name a certificate. Refuses malformed and ambiguous
/// framing before a handler sees it, reads bodies whole and bounded, and cuts slow clients off at total
/// deadlines. Owns its threads.
class HttpServer {
 public:
  /// Binds and starts to serve. `handler` and `logger` must outlive the server. Port 0 picks a free one.
  /// \throws std::runtime_error  naming the address or the file at fault, and why
  HttpServer(const ServerSettings& settings, HttpHandler& handler, Logger& logger);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// How many descriptors the connections of such a server take at most, with those to be turned away.
  [[nodiscard]] static std::size_t mostDescriptors(const ServerSettings& settings);

  [[nodiscard]] std::uint16_t port() const;
  /// Reads certificate and key anew for connections to come; the old ones stay when the new are unusable.
  /// \throws std::runtime_error  saying what is wrong with them
  void reloadCertificate(const TlsSettings& tls);
  /// Stops accepting, closes idle connections, lets running requests finish, at most for
  /// settings.drainTimeout.
  /// \returns whether all of them finished
  bool drain();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace scim2ldap::connector
