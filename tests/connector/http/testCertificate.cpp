#include <openssl/evp.h>
#include <openssl/pem.h>

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "TemporaryFolder.h"
#include "TestCertificate.h"
#include "connector/http/Certificate.h"

using namespace scim2ldap::connector;

namespace {

struct Fixture {
  TemporaryFolder folder;
  TlsSettings good = writeCertificate(folder.path(), "scim.example");

  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder.path() / name) << text;
    return folder.path() / name;
  }
};

std::string read(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The message of the refusal, "" when the certificate is taken.
std::string problem(const TlsSettings& settings) {
  try {
    static_cast<void>(Certificate(settings));
    return "";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(CertificateSuite, Fixture)

BOOST_AUTO_TEST_CASE(tells_whose_it_is_and_until_when) {
  const Certificate certificate(good);
  BOOST_TEST(certificate.subject() == "CN=scim.example");
  const auto left = certificate.notAfter() - std::chrono::system_clock::now();
  BOOST_TEST((left > std::chrono::days(364) && left < std::chrono::days(366)));
}

BOOST_AUTO_TEST_CASE(takes_a_chain) {
  const TlsSettings other = writeCertificate(folder.path(), "intermediate");
  const auto chain =
      write("chain.crt", read(good.certificateFile) + "some text\n" + read(other.certificateFile));
  BOOST_TEST(problem({.certificateFile = chain, .keyFile = good.keyFile}) == "");
}

BOOST_AUTO_TEST_CASE(names_the_file_that_is_missing) {
  const auto missing = folder.path() / "missing.pem";
  BOOST_TEST(
      holds(problem({.certificateFile = missing, .keyFile = good.keyFile}), "missing.pem: cannot be read"));
  BOOST_TEST(holds(problem({.certificateFile = good.certificateFile, .keyFile = missing}),
                   "missing.pem: cannot be"));
}

BOOST_AUTO_TEST_CASE(refuses_files_that_hold_something_else) {
  const auto text = write("text.pem", "no PEM here\n");
  BOOST_TEST(holds(problem({.certificateFile = text, .keyFile = good.keyFile}), "holds no certificate"));
  BOOST_TEST(
      holds(problem({.certificateFile = good.certificateFile, .keyFile = text}), "holds no private key"));
  BOOST_TEST(
      holds(problem({.certificateFile = good.keyFile, .keyFile = good.keyFile}), "holds no certificate"));
}

BOOST_AUTO_TEST_CASE(refuses_a_damaged_certificate_of_the_chain) {
  std::string damaged = read(good.certificateFile);
  damaged.replace(100, 10, "!!!!!!!!!!");
  const auto chain = write("chain.crt", read(good.certificateFile) + damaged);
  BOOST_TEST(holds(problem({.certificateFile = chain, .keyFile = good.keyFile}), "damaged"));
}

BOOST_AUTO_TEST_CASE(refuses_the_key_of_another_certificate) {
  const TlsSettings other = writeCertificate(folder.path(), "other");
  const TlsSettings mixed{.certificateFile = good.certificateFile, .keyFile = other.keyFile};
  BOOST_TEST(holds(problem(mixed), "other.key: is not the key of the certificate in"));
}

BOOST_AUTO_TEST_CASE(refuses_a_key_with_a_passphrase_without_asking_for_it) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  const auto file = folder.path() / "secret.key";
  std::FILE* stream = std::fopen(file.c_str(), "w");
  PEM_write_PrivateKey(stream, key, EVP_aes_256_cbc(), reinterpret_cast<const unsigned char*>("pass"), 4,
                       nullptr, nullptr);
  std::fclose(stream);
  EVP_PKEY_free(key);
  BOOST_TEST(holds(problem({.certificateFile = good.certificateFile, .keyFile = file}), "passphrase"));
}

BOOST_AUTO_TEST_CASE(refuses_a_key_that_no_client_would_accept) {
  BOOST_TEST(holds(problem(writeRsaCertificate(folder.path(), "weak", 1024)), "weak.crt: is not usable"));
  BOOST_TEST(problem(writeRsaCertificate(folder.path(), "strong", 2048)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
