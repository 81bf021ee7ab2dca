#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace scim2ldap::ldap {

enum class BindMethod { Anonymous, Simple, SaslExternal };

/// How to reach one directory. A value; the reader of the configuration file fills it.
struct DirectorySettings {
  std::vector<std::string> uris;  ///< ldapi://, ldap:// or ldaps://, tried in this order
  bool startTls = false;          ///< on ldap:// URIs only; refused otherwise when the file is read
  std::string caFile{};           ///< PEM; "" means the system's trust store
  bool verifyCertificate = true;
  std::string clientCertificateFile{};  ///< PEM
  std::string clientKeyFile{};          ///< PEM

  BindMethod bindMethod = BindMethod::Simple;
  std::string bindDn{};
  std::string bindPassword{};  ///< from a file; never printed, never logged

  std::chrono::milliseconds connectTimeout{2000};
  std::chrono::milliseconds operationTimeout{2000};  ///< deadline of every operation
  std::size_t maxConnections = 16;
  std::chrono::milliseconds leaseTimeout{2000};  ///< wait for a free connection before Busy

  bool operator==(const DirectorySettings&) const = default;
};

}  // namespace scim2ldap::ldap
