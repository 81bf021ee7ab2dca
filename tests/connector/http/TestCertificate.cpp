#include "TestCertificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <memory>

namespace scim2ldap::connector {
namespace {

TlsSettings write(const std::filesystem::path& folder, const std::string& name, int daysValid,
                  EVP_PKEY* newKey) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(newKey, EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60L * 60 * 24 * 30);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 60L * 60 * 24 * daysValid);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  X509_set_pubkey(certificate.get(), key.get());
  X509_sign(certificate.get(), key.get(), EVP_sha256());

  TlsSettings files{.certificateFile = folder / (name + ".crt"), .keyFile = folder / (name + ".key")};
  std::FILE* file = std::fopen(files.certificateFile.c_str(), "w");
  PEM_write_X509(file, certificate.get());
  std::fclose(file);
  file = std::fopen(files.keyFile.c_str(), "w");
  PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  return files;
}

}  // namespace

TlsSettings writeCertificate(const std::filesystem::path& folder, const std::string& name, int daysValid) {
  return write(folder, name, daysValid, EVP_EC_gen("P-256"));
}

TlsSettings writeRsaCertificate(const std::filesystem::path& folder, const std::string& name, int bits) {
  return write(folder, name, 365, EVP_RSA_gen(static_cast<unsigned>(bits)));
}

}  // namespace scim2ldap::connector
