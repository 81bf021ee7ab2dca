#include "connector/http/Certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>
#include <stdexcept>

namespace scim2ldap::connector {
namespace {

struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioPointer = std::unique_ptr<BIO, BioFree>;

struct SslFree {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* connection) const { SSL_free(connection); }
};

/// OpenSSL's newest error in words; empties its queue, which other calls of this thread would trip over.
std::string lastError() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(code);
  return reason == nullptr ? "unknown reason" : reason;
}

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
  throw std::runtime_error(file.string() + ": " + what);
}

BioPointer openFile(const std::filesystem::path& file) {
  ERR_clear_error();
  BioPointer bio(BIO_new_file(file.c_str(), "r"));
  if (!bio) fail(file, "cannot be read: " + lastError());
  return bio;
}

/// A daemon has nobody to ask for a passphrase; without this OpenSSL would ask the terminal.
int noPassphrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

}  // namespace

void Certificate::Free::operator()(X509* certificate) const {
  X509_free(certificate);
}

void Certificate::Free::operator()(EVP_PKEY* key) const {
  EVP_PKEY_free(key);
}

Certificate::Certificate(const TlsSettings& settings)
    : chain_(readChain(settings.certificateFile)), key_(readKey(settings.keyFile)) {
  if (X509_check_private_key(chain_.front().get(), key_.get()) != 1) {
    ERR_clear_error();
    fail(settings.keyFile, "is not the key of the certificate in " + settings.certificateFile.string());
  }
  // The rest (key size, signature algorithm) is OpenSSL's policy: try it out.
  const std::unique_ptr<SSL_CTX, SslFree> context(SSL_CTX_new(TLS_server_method()));
  const std::unique_ptr<SSL, SslFree> connection(SSL_new(context.get()));
  if (!present(connection.get())) fail(settings.certificateFile, "is not usable: " + lastError());
  describe();
}

bool Certificate::present(SSL* connection) const {
  const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> intermediates(
      sk_X509_new_null(), [](STACK_OF(X509) * stack) { sk_X509_free(stack); });
  for (std::size_t at = 1; at < chain_.size(); ++at) sk_X509_push(intermediates.get(), chain_[at].get());
  return SSL_use_cert_and_key(connection, chain_.front().get(), key_.get(), intermediates.get(), 1) == 1;
}

std::vector<Certificate::X509Pointer> Certificate::readChain(const std::filesystem::path& file) {
  const BioPointer bio = openFile(file);
  std::vector<X509Pointer> chain;
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    chain.emplace_back(certificate);
  }
  // The loop ends regularly with "no start line", the end of the file; anything else is a damaged block.
  const bool isEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  const std::string error = lastError();
  if (!isEnd) fail(file, "a certificate in it is damaged: " + error);
  if (chain.empty()) fail(file, "holds no certificate in PEM form");
  return chain;
}

Certificate::KeyPointer Certificate::readKey(const std::filesystem::path& file) {
  const BioPointer bio = openFile(file);
  bool askedForPassphrase = false;
  KeyPointer key(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, &askedForPassphrase));
  if (key) return key;
  const std::string error = lastError();
  if (askedForPassphrase) fail(file, "is protected by a passphrase; store the key without one, mode 0400");
  fail(file, "holds no private key in PEM form: " + error);
}

void Certificate::describe() {
  const X509* leaf = chain_.front().get();
  const BioPointer text(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(text.get(), X509_get_subject_name(leaf), 0, XN_FLAG_RFC2253);
  const char* begin = nullptr;
  const long length = BIO_get_mem_data(text.get(), &begin);
  subject_.assign(begin, static_cast<std::size_t>(length));

  std::tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(leaf), &end) == 1) {
    notAfter_ = std::chrono::sys_seconds(std::chrono::seconds(::timegm(&end)));
  }
}

}  // namespace scim2ldap::connector
