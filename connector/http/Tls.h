#pragma once

#include <Poco/Net/Context.h>
#include <openssl/types.h>

#include <memory>
#include <mutex>

#include "connector/http/Certificate.h"

namespace scim2ldap::connector {

/// The server side of TLS 1.2 and 1.3. The certificate is looked up at every handshake, so a new one serves
/// the connections to come, without a restart and without touching those at work. Thread-safe.
class Tls {
 public:
  explicit Tls(std::shared_ptr<const Certificate> certificate);
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  /// For sockets; must not be used after this object's end.
  [[nodiscard]] const Poco::Net::Context::Ptr& context() const { return context_; }
  void replace(std::shared_ptr<const Certificate> certificate);

 private:
  static int presentCertificate(SSL* connection, void* tls);
  [[nodiscard]] std::shared_ptr<const Certificate> certificate() const;

  Poco::Net::Context::Ptr context_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Certificate> certificate_;  ///< guarded by mutex_
};

}  // namespace scim2ldap::connector
