#include "tests/support/JwtIssuer.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <array>
#include <stdexcept>

namespace scim2ldap::test {
namespace {

using scim::Json;

constexpr unsigned int kBits = 2048;

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// Written apart from the product's, so that both cannot be wrong together.
std::string base64Url(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytesOf(bytes),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

}  // namespace

struct JwtIssuer::Key {
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> handle{EVP_RSA_gen(kBits), EVP_PKEY_free};

  [[nodiscard]] std::string number(const char* name) const {
    BIGNUM* value = nullptr;
    if (EVP_PKEY_get_bn_param(handle.get(), name, &value) != 1) throw std::runtime_error("no RSA key");
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
    BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(value);
    return base64Url(bytes);
  }

  [[nodiscard]] std::string signature(const std::string& text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::string bytes(kBits / 8, '\0');
    std::size_t length = bytes.size();
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, handle.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(bytes.data()), &length, bytesOf(text),
                       text.size()) != 1) {
      throw std::runtime_error("cannot sign");
    }
    return bytes;
  }
};

JwtIssuer::JwtIssuer(std::string keyId) : keyId_(std::move(keyId)), key_(std::make_shared<const Key>()) {}

Json JwtIssuer::jwk() const {
  Json key = Json::object();
  key.set("kty", "RSA");
  key.set("use", "sig");
  key.set("kid", keyId_);
  key.set("n", key_->number(OSSL_PKEY_PARAM_RSA_N));
  key.set("e", key_->number(OSSL_PKEY_PARAM_RSA_E));
  return key;
}

std::string JwtIssuer::jwkSet() const {
  return jwkSetOf({jwk()});
}

Json JwtIssuer::header(std::string_view algorithm) const {
  Json header = Json::object();
  header.set("typ", "JWT");
  header.set("alg", algorithm);
  header.set("kid", keyId_);
  return header;
}

std::string JwtIssuer::sign(const Json& claims) const {
  return signWith(header("RS256"), printJson(claims));
}

std::string JwtIssuer::signWith(const Json& header, std::string_view claims) const {
  const std::string text = base64Url(printJson(header)) + "." + base64Url(claims);
  return text + "." + base64Url(key_->signature(text));
}

std::string JwtIssuer::signWithPublicKey(const Json& claims) const {
  const std::string text = base64Url(printJson(header("HS256"))) + "." + base64Url(printJson(claims));
  const std::string secret = printJson(jwk());
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytesOf(text), text.size(),
       digest.data(), &length);
  return text + "." + base64Url({reinterpret_cast<const char*>(digest.data()), length});
}

std::string JwtIssuer::unsignedToken(const Json& claims) const {
  return base64Url(printJson(header("none"))) + "." + base64Url(printJson(claims)) + ".";
}

std::string jwkSetOf(const Json::Array& keys) {
  Json set = Json::object();
  set.set("keys", keys);
  return printJson(set);
}

}  // namespace scim2ldap::test
