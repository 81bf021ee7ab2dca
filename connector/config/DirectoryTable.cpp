#include "connector/config/DirectoryTable.h"

#include <algorithm>

#include "connector/config/ConfiguredPath.h"
#include "connector/config/DirectoryUri.h"
#include "connector/config/ListenAddress.h"
#include "connector/config/Name.h"

namespace scim2ldap::connector {
namespace {

constexpr std::int64_t kMaxConnections = 1024;

using Scheme = DirectoryUri::Scheme;

/// The transport of a directory, as far as checks need it.
struct Transport {
  std::vector<DirectoryUri> uris;
  bool startTls = false;

  /// Whether something sent to the first server that fits can be read on the network.
  [[nodiscard]] bool isPlaintext() const {
    return !startTls && std::any_of(uris.begin(), uris.end(), [](const DirectoryUri& uri) {
      return uri.scheme == Scheme::Ldap && !isLoopback(uri.host);
    });
  }
  [[nodiscard]] bool uses(Scheme scheme) const {
    return std::any_of(uris.begin(), uris.end(),
                       [&](const DirectoryUri& uri) { return uri.scheme == scheme; });
  }
};

Transport readTransport(Section& section, ldap::DirectorySettings& settings, const Problems& problems) {
  Transport transport;
  settings.uris =
      readList(section, "uris", "[\"ldaps://ldap.example.org\"]", problems,
               [&](const std::string& text) { transport.uris.push_back(parseDirectoryUri(text)); });
  read(section, "start_tls", settings.startTls);
  transport.startTls = settings.startTls;
  if (settings.startTls && (transport.uses(Scheme::Ldaps) || transport.uses(Scheme::Ldapi))) {
    section.report(section.whereIs("start_tls"),
                   "StartTLS belongs to ldap:// alone; remove start_tls, or write ldap:// in uris");
  }
  return transport;
}

void readTlsFiles(Section& section, const std::filesystem::path& folder, Secrets secrets,
                  ldap::DirectorySettings& settings) {
  const auto readFile = [&](const std::string& key, std::string& into,
                            void (*check)(const std::filesystem::path&)) {
    readParsed<std::string>(section, key, into, [&](const std::string& text) {
      if (secrets == Secrets::LeftOut) return text;
      const std::filesystem::path file = configuredPath(folder, text);
      check(file);
      return file.string();
    });
  };
  readFile("ca_file", settings.caFile, requireReadable);
  read(section, "verify_certificate", settings.verifyCertificate);
  readFile("client_certificate", settings.clientCertificateFile, requireReadable);
  readFile("client_key", settings.clientKeyFile, requirePrivateKey);
  if (section.has("client_certificate")) require(section, "client_key", "\"tls/client-key.pem\"");
  if (section.has("client_key")) require(section, "client_certificate", "\"tls/client.pem\"");
}

void readSimpleBind(Section& bind, const std::filesystem::path& folder, Secrets secrets,
                    ldap::DirectorySettings& settings) {
  readParsed<std::string>(bind, "dn", settings.bindDn, [](const std::string& text) {
    if (ldap::Dn::parse(text).empty()) {
      throw std::invalid_argument("is empty; write the DN of the service account");
    }
    return text;
  });
  require(bind, "dn", "\"cn=scim2ldap,ou=services,dc=example,dc=org\"");
  readParsed<std::string>(bind, "password_file", settings.bindPassword, [&](const std::string& text) {
    return secrets == Secrets::LeftOut ? "" : readSecretFile(configuredPath(folder, text));
  });
  require(bind, "password_file", "\"ldap-password\"");
}

void readBind(Section& bind, const Transport& transport, const std::filesystem::path& folder, Secrets secrets,
              ldap::DirectorySettings& settings) {
  readChoice<ldap::BindMethod>(bind, "method", settings.bindMethod,
                               {{"simple", ldap::BindMethod::Simple},
                                {"external", ldap::BindMethod::SaslExternal},
                                {"anonymous", ldap::BindMethod::Anonymous}});
  if (settings.bindMethod == ldap::BindMethod::Simple) readSimpleBind(bind, folder, secrets, settings);
  const bool encrypted = transport.startTls || transport.uses(Scheme::Ldaps);
  if (settings.bindMethod == ldap::BindMethod::SaslExternal && !transport.uses(Scheme::Ldapi) &&
      !(encrypted && !settings.clientCertificateFile.empty())) {
    bind.report(bind.whereIs("method"),
                "the directory has nothing to know us by; write ldapi:// in uris, or TLS with "
                "client_certificate and client_key");
  }
  bind.reportUnknownKeys();
}

}  // namespace

DirectoryTable readDirectory(Section& section, const std::filesystem::path& folder, Secrets secrets,
                             const Problems& problems) {
  DirectoryTable result;
  DirectoryConfiguration& directory = result.configuration;
  ldap::DirectorySettings& settings = directory.settings;
  readParsed<std::string>(section, "name", directory.name, parseName);
  require(section, "name", "\"main\"");
  result.nameWhere = section.whereIs("name");
  const Transport transport = readTransport(section, settings, problems);
  result.isPlaintext = transport.isPlaintext();
  readParsed<ldap::Dn>(section, "base", directory.base,
                       [](const std::string& text) { return ldap::Dn::parse(text); });
  require(section, "base", "\"dc=example,dc=org\"");
  readParsed<std::string>(section, "id_attribute", directory.idAttribute, parseAttributeName);
  readTlsFiles(section, folder, secrets, settings);
  bool allowPlaintext = false;
  read(section, "allow_plaintext", allowPlaintext);
  if (auto bind = section.section("bind", "bind")) readBind(*bind, transport, folder, secrets, settings);
  require(section, "bind",
          "{ method = \"simple\", dn = \"cn=scim2ldap,ou=services,dc=example,dc=org\", "
          "password_file = \"ldap-password\" }");
  if (settings.bindMethod == ldap::BindMethod::Simple && transport.isPlaintext() && !allowPlaintext) {
    section.report(section.whereIs("uris"),
                   "the password would cross the network in plain text; write ldaps://, start_tls = true, or "
                   "allow_plaintext = true");
  }
  readDuration(section, "connect_timeout", settings.connectTimeout);
  readDuration(section, "operation_timeout", settings.operationTimeout);
  readDuration(section, "lease_timeout", settings.leaseTimeout);
  readDuration(section, "sweep_interval", directory.sweepInterval);
  readNumber(section, "max_connections", settings.maxConnections, 1, kMaxConnections);
  section.reportUnknownKeys();
  return result;
}

}  // namespace scim2ldap::connector
