#include "connector/config/ServerTable.h"

#include <stdexcept>

#include "connector/config/ConfiguredPath.h"
#include "connector/config/ListenAddress.h"
#include "connector/config/Size.h"

namespace scim2ldap::connector {
namespace {

constexpr std::int64_t kMaxConnections = 4096;  // a thread each
constexpr std::int64_t kMostFailedLogins = 1'000'000;
constexpr std::size_t kLeastBodyBytes = 1024;
constexpr std::size_t kMostBodyBytes = std::size_t{1} << 30;

std::size_t parseBodySize(const std::string& text) {
  const std::size_t bytes = parseSize(text);
  if (bytes < kLeastBodyBytes || bytes > kMostBodyBytes) {
    throw std::invalid_argument("\"" + text + "\" is out of range; write a size from " +
                                printSize(kLeastBodyBytes) + " to " + printSize(kMostBodyBytes));
  }
  return bytes;
}

void readTls(Section& section, const std::filesystem::path& folder, Secrets secrets, TlsSettings& tls) {
  const auto readFile = [&](const std::string& key, std::filesystem::path& into,
                            void (*check)(const std::filesystem::path&)) {
    readParsed<std::filesystem::path>(section, key, into, [&](const std::string& text) {
      if (secrets == Secrets::LeftOut) return std::filesystem::path(text);
      std::filesystem::path file = configuredPath(folder, text);
      check(file);
      return file;
    });
  };
  readFile("certificate", tls.certificateFile, requireReadable);
  readFile("key", tls.keyFile, requirePrivateKey);
  require(section, "certificate", "\"tls/certificate.pem\"");
  require(section, "key", "\"tls/key.pem\"");
  section.reportUnknownKeys();
}

/// Reads the keys that every listener has.
void readListener(Section& section, const std::string& name, const std::filesystem::path& folder,
                  Secrets secrets, ServerSettings& settings) {
  ListenAddress listen{settings.address, settings.port};
  readParsed<ListenAddress>(section, "listen", listen, parseListenAddress);
  settings.address = listen.address;
  settings.port = listen.port;
  readNumber(section, "max_connections", settings.maxConnections, 1, kMaxConnections);
  readParsed<std::size_t>(section, "max_body", settings.maxBodyBytes, parseBodySize);
  readDuration(section, "header_timeout", settings.headerTimeout);
  readDuration(section, "request_timeout", settings.requestTimeout);
  readDuration(section, "idle_timeout", settings.idleTimeout);
  readDuration(section, "drain_timeout", settings.drainTimeout);
  bool allowPlaintext = false;
  read(section, "allow_plaintext", allowPlaintext);
  auto tls = section.section("tls", "[" + name + ".tls]");
  if (tls) readTls(*tls, folder, secrets, settings.tls);
  if (!tls && !isLoopback(settings.address) && !allowPlaintext) {
    section.report(
        section.whereIs("listen"),
        "tokens and personal data would cross the network in plain text; write a table [" + name +
            ".tls], listen on 127.0.0.1 behind a proxy that does TLS, or write allow_plaintext = true");
  }
}

}  // namespace

void readServer(Section& section, const std::filesystem::path& folder, Secrets secrets,
                ServerSettings& settings) {
  readListener(section, "server", folder, secrets, settings);
  readNumber(section, "max_failed_logins", settings.maxFailedLogins, 0, kMostFailedLogins);
  section.reportUnknownKeys();
}

void readAdmin(Section& section, const std::filesystem::path& folder, Secrets secrets,
               ServerSettings& settings) {
  readListener(section, "admin", folder, secrets, settings);
  bool allowRemote = false;
  read(section, "allow_remote", allowRemote);
  if (!allowRemote && !isLoopback(settings.address)) {
    section.report(section.whereIs("listen"),
                   "other machines could reach health, metrics and the admin page; listen on 127.0.0.1, or "
                   "write allow_remote = true");
  }
  section.reportUnknownKeys();
}

}  // namespace scim2ldap::connector
