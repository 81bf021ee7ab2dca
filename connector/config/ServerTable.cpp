#include "connector/config/ServerTable.h"

#include <stdexcept>

#include "connector/config/ListenAddress.h"
#include "connector/config/SecretFile.h"
#include "connector/config/Size.h"

namespace scim2ldap::connector {
namespace {

constexpr std::int64_t kMaxConnections = 4096;  // a thread each
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

void readTls(const TomlValue& value, const std::string& name, const std::filesystem::path& folder,
             TlsSettings& tls, Problems& problems) {
  TableReader table(value, name, problems);
  table.readParsed<std::filesystem::path>("certificate", tls.certificateFile, [&](const std::string& text) {
    const std::filesystem::path file = folder / text;
    requireReadable(file);
    return file;
  });
  table.readParsed<std::filesystem::path>("key", tls.keyFile, [&](const std::string& text) {
    const std::filesystem::path file = folder / text;
    requirePrivateKey(file);
    return file;
  });
  table.require("certificate", "certificate = \"/etc/scim2ldap/tls/certificate.pem\"");
  table.require("key", "key = \"/etc/scim2ldap/tls/key.pem\"");
  table.finish();
}

/// Reads the keys that every listener has.
void readListener(TableReader& table, const std::string& name, const std::filesystem::path& folder,
                  ServerSettings& settings, Problems& problems) {
  ListenAddress listen{settings.address, settings.port};
  table.readParsed<ListenAddress>("listen", listen, parseListenAddress);
  settings.address = listen.address;
  settings.port = listen.port;
  table.readNumber("max_connections", settings.maxConnections, 1, kMaxConnections);
  table.readParsed<std::size_t>("max_body", settings.maxBodyBytes, parseBodySize);
  table.readDuration("header_timeout", settings.headerTimeout);
  table.readDuration("request_timeout", settings.requestTimeout);
  table.readDuration("idle_timeout", settings.idleTimeout);
  table.readDuration("drain_timeout", settings.drainTimeout);
  bool allowPlaintext = false;
  table.read("allow_plaintext", allowPlaintext);
  const TomlValue* tls = table.find("tls");
  if (tls != nullptr) readTls(*tls, "[" + name + ".tls]", folder, settings.tls, problems);
  if (tls == nullptr && !isLoopback(settings.address) && !allowPlaintext) {
    table.fail(
        table.where("listen"),
        "tokens and personal data would cross the network in plain text; write a table [" + name +
            ".tls], listen on 127.0.0.1 behind a proxy that does TLS, or write allow_plaintext = true");
  }
}

}  // namespace

void readServer(const TomlValue& value, const std::filesystem::path& folder, ServerSettings& settings,
                Problems& problems) {
  TableReader table(value, "[server]", problems);
  readListener(table, "server", folder, settings, problems);
  table.finish();
}

void readAdmin(const TomlValue& value, const std::filesystem::path& folder, ServerSettings& settings,
               Problems& problems) {
  TableReader table(value, "[admin]", problems);
  readListener(table, "admin", folder, settings, problems);
  bool allowRemote = false;
  table.read("allow_remote", allowRemote);
  if (!allowRemote && !isLoopback(settings.address)) {
    table.fail(table.where("listen"),
               "other machines could reach health, metrics and the admin page; listen on 127.0.0.1, or write "
               "allow_remote = true");
  }
  table.finish();
}

}  // namespace scim2ldap::connector
