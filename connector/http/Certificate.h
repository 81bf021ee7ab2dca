#pragma once

#include <openssl/types.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "connector/config/Configuration.h"

namespace scim2ldap::connector {

/// A server certificate with its chain and key, read and found usable. Immutable; connections that began
/// with it keep it, whatever is reloaded meanwhile.
class Certificate {
 public:
  /// Reads the PEM files and tries them out.
  /// \throws std::runtime_error  naming the file, and what is wrong: unreadable, no certificate in it, a key
  ///                             with a passphrase, key and certificate that do not belong together, too weak
  explicit Certificate(const TlsSettings& settings);

  [[nodiscard]] const std::string& subject() const { return subject_; }
  [[nodiscard]] std::chrono::sys_seconds notAfter() const { return notAfter_; }
  /// Makes a TLS connection present this certificate. \returns whether OpenSSL took it
  [[nodiscard]] bool present(SSL* connection) const;

 private:
  struct Free {
    void operator()(X509* certificate) const;
    void operator()(EVP_PKEY* key) const;
  };
  using X509Pointer = std::unique_ptr<X509, Free>;
  using KeyPointer = std::unique_ptr<EVP_PKEY, Free>;

  [[nodiscard]] static std::vector<X509Pointer> readChain(const std::filesystem::path& file);
  [[nodiscard]] static KeyPointer readKey(const std::filesystem::path& file);
  void describe();

  std::vector<X509Pointer> chain_;  ///< leaf first
  KeyPointer key_;
  std::string subject_;
  std::chrono::sys_seconds notAfter_{};
};

}  // namespace scim2ldap::connector
