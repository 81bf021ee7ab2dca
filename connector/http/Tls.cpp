#include "connector/http/Tls.h"

#include <openssl/ssl.h>

#include <utility>

namespace scim2ldap::connector {
namespace {

Poco::Net::Context::Ptr makeContext() {
  using Poco::Net::Context;
  Context::Params params;
  // Clients authenticate with tokens; POCO's default would ask them for a certificate.
  params.verificationMode = Context::VERIFY_NONE;
  params.loadDefaultCAs = false;
  // TLS 1.2: forward secrecy and authenticated encryption only. TLS 1.3 has nothing else.
  params.cipherList = "ECDHE+AESGCM:ECDHE+CHACHA20";
  Context::Ptr context(new Context(Context::TLS_SERVER_USE, params));
  context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
  // A client that closes without close_notify is an everyday thing, and lengths are known from HTTP.
  SSL_CTX_set_options(context->sslContext(), SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  return context;
}

}  // namespace

Tls::Tls(std::shared_ptr<const Certificate> certificate)
    : context_(makeContext()), certificate_(std::move(certificate)) {
  SSL_CTX_set_cert_cb(context_->sslContext(), presentCertificate, this);
}

void Tls::replace(std::shared_ptr<const Certificate> certificate) {
  const std::lock_guard lock(mutex_);
  certificate_.swap(certificate);
}

std::shared_ptr<const Certificate> Tls::certificate() const {
  const std::lock_guard lock(mutex_);
  return certificate_;
}

int Tls::presentCertificate(SSL* connection, void* tls) {
  return static_cast<const Tls*>(tls)->certificate()->present(connection) ? 1 : 0;
}

}  // namespace scim2ldap::connector
