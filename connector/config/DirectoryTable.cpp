#include "connector/config/DirectoryTable.h"

#include <algorithm>

#include "connector/config/DirectoryUri.h"
#include "connector/config/ListenAddress.h"
#include "connector/config/Name.h"
#include "connector/config/SecretFile.h"

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

Transport readTransport(TableReader& table, ldap::DirectorySettings& settings) {
  Transport transport;
  table.read("uris", settings.uris);
  table.require("uris", "uris = [\"ldaps://ldap.example.org\"]");
  for (const std::string& uri : settings.uris) {
    try {
      transport.uris.push_back(parseDirectoryUri(uri));
    } catch (const std::invalid_argument& error) {
      table.fail(table.where("uris"), std::string("uris: ") + error.what());
    }
  }
  table.read("start_tls", settings.startTls);
  transport.startTls = settings.startTls;
  if (settings.startTls && (transport.uses(Scheme::Ldaps) || transport.uses(Scheme::Ldapi))) {
    table.fail(table.where("start_tls"),
               "StartTLS belongs to ldap:// alone; remove start_tls, or write ldap:// in uris");
  }
  return transport;
}

void readTlsFiles(TableReader& table, const std::filesystem::path& folder,
                  ldap::DirectorySettings& settings) {
  const auto file = [&](const std::string& key, std::string& into,
                        void (*check)(const std::filesystem::path&)) {
    return table.readParsed<std::string>(key, into, [&](const std::string& text) {
      const std::filesystem::path path = folder / text;
      check(path);
      return path.string();
    });
  };
  file("ca_file", settings.caFile, requireReadable);
  table.read("verify_certificate", settings.verifyCertificate);
  const bool certificate = file("client_certificate", settings.clientCertificateFile, requireReadable);
  const bool key = file("client_key", settings.clientKeyFile, requirePrivateKey);
  if (certificate && !key) table.require("client_key", "client_key = \"tls/client-key.pem\"");
  if (key && !certificate) table.require("client_certificate", "client_certificate = \"tls/client.pem\"");
}

void readSimpleBind(TableReader& bind, const std::filesystem::path& folder,
                    ldap::DirectorySettings& settings) {
  bind.readParsed<std::string>("dn", settings.bindDn, [](const std::string& text) {
    if (ldap::Dn::parse(text).empty()) {
      throw std::invalid_argument("is empty; write the DN of the service account");
    }
    return text;
  });
  bind.require("dn", "dn = \"cn=scim2ldap,ou=services,dc=example,dc=org\"");
  bind.readParsed<std::string>("password_file", settings.bindPassword,
                               [&](const std::string& text) { return readSecretFile(folder / text); });
  bind.require("password_file", "password_file = \"/etc/scim2ldap/ldap-password\"");
}

void readBind(TableReader& table, const Transport& transport, const std::filesystem::path& folder,
              ldap::DirectorySettings& settings, Problems& problems) {
  bool allowPlaintext = false;
  table.read("allow_plaintext", allowPlaintext);
  const TomlValue* value = table.find("bind");
  table.require("bind", "bind = { method = \"simple\", dn = \"…\", password_file = \"…\" }");
  if (value == nullptr) return;
  TableReader bind(*value, "bind", problems);
  bind.readChoice<ldap::BindMethod>("method", settings.bindMethod,
                                    {{"simple", ldap::BindMethod::Simple},
                                     {"external", ldap::BindMethod::SaslExternal},
                                     {"anonymous", ldap::BindMethod::Anonymous}});
  if (settings.bindMethod == ldap::BindMethod::Simple) {
    readSimpleBind(bind, folder, settings);
    if (transport.isPlaintext() && !allowPlaintext) {
      table.fail(table.where("uris"),
                 "the password would cross the network in plain text; write ldaps://, start_tls = true, or "
                 "allow_plaintext = true");
    }
  }
  const bool encrypted = transport.startTls || transport.uses(Scheme::Ldaps);
  if (settings.bindMethod == ldap::BindMethod::SaslExternal && !transport.uses(Scheme::Ldapi) &&
      !(encrypted && !settings.clientCertificateFile.empty())) {
    bind.fail(bind.where("method"),
              "the directory has nothing to know us by; write ldapi:// in uris, or TLS with "
              "client_certificate and client_key");
  }
  bind.finish();
}

}  // namespace

DirectoryTable readDirectory(const TomlValue& value, const std::filesystem::path& folder,
                             Problems& problems) {
  DirectoryTable result;
  DirectoryConfiguration& directory = result.configuration;
  ldap::DirectorySettings& settings = directory.settings;
  TableReader table(value, "[[directory]]", problems);
  table.readParsed<std::string>("name", directory.name, parseName);
  table.require("name", "name = \"main\"");
  result.nameWhere = table.where("name");
  const Transport transport = readTransport(table, settings);
  table.readParsed<ldap::Dn>("base", directory.base,
                             [](const std::string& text) { return ldap::Dn::parse(text); });
  table.require("base", "base = \"dc=example,dc=org\"");
  table.readParsed<std::string>("id_attribute", directory.idAttribute, parseAttributeName);
  readTlsFiles(table, folder, settings);
  readBind(table, transport, folder, settings, problems);
  table.readDuration("connect_timeout", settings.connectTimeout);
  table.readDuration("operation_timeout", settings.operationTimeout);
  table.readDuration("lease_timeout", settings.leaseTimeout);
  table.readNumber("max_connections", settings.maxConnections, 1, kMaxConnections);
  table.finish();
  return result;
}

}  // namespace scim2ldap::connector
