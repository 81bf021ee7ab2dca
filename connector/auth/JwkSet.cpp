#include "connector/auth/JwkSet.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <stdexcept>

#include "connector/auth/Base64Url.h"
#include "connector/auth/Jwt.h"
#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

constexpr int kLeastBits = 2048;
constexpr int kMostBits = 8192;
constexpr std::size_t kMostExponentBytes = 8;

template <auto release>
struct Release {
  template <typename Type>
  void operator()(Type* pointer) const {
    release(pointer);
  }
};
using BigNumber = std::unique_ptr<BIGNUM, Release<BN_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

BigNumber numberOf(std::string_view bytes) {
  return BigNumber(BN_bin2bn(bytesOf(bytes), static_cast<int>(bytes.size()), nullptr));
}

Key makeKey(std::string_view modulus, std::string_view exponent) {
  if (modulus.size() > kMostBits / 8 || exponent.size() > kMostExponentBytes) {
    throw std::invalid_argument("the RSA key is too large");
  }
  const BigNumber n = numberOf(modulus);
  const BigNumber e = numberOf(exponent);
  if (!n || !e || BN_num_bits(n.get()) < kLeastBits || BN_is_odd(n.get()) == 0 || BN_is_odd(e.get()) == 0 ||
      BN_is_one(e.get()) != 0) {
    throw std::invalid_argument("the RSA key is too weak, or none");
  }
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
    throw std::invalid_argument("the RSA key cannot be read");
  }
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    throw std::invalid_argument("the RSA key cannot be read");
  }
  return Key(key);
}

/// Whether a member is absent, or is that text.
bool isOrIsAbsent(const Json& key, std::string_view name, std::string_view wanted) {
  const Json* value = findClaim(key, name);
  return value == nullptr || (value->isString() && value->asString() == wanted);
}

std::string bytesIn(const Json& key, std::string_view name) {
  const Json* value = findClaim(key, name);
  if (value == nullptr || !value->isString()) return "";
  return decodeBase64Url(value->asString()).value_or("");
}

void addKey(JwkSet& set, const Json& key) {
  if (!key.isObject()) return;
  const Json* type = findClaim(key, "kty");
  const Json* id = findClaim(key, "kid");
  if (type == nullptr || *type != Json("RSA") || id == nullptr || !id->isString()) return;
  if (!isOrIsAbsent(key, "use", "sig") || !isOrIsAbsent(key, "alg", "RS256")) return;
  try {
    set.try_emplace(id->asString(), bytesIn(key, "n"), bytesIn(key, "e"));
  } catch (const std::invalid_argument&) {  // left out
  }
}

}  // namespace

struct RsaKey::Handle {
  Key key;
};

RsaKey::RsaKey(std::string_view modulus, std::string_view exponent)
    : handle_(std::make_shared<const Handle>(Handle{makeKey(modulus, exponent)})) {}

bool RsaKey::hasSigned(std::string_view text, std::string_view signature) const {
  const DigestContext context(EVP_MD_CTX_new());
  return context &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, handle_->key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytesOf(signature), signature.size(), bytesOf(text), text.size()) ==
             1;
}

JwkSet parseJwkSet(std::string_view text) {
  Json document;
  try {
    document = scim::parseJson(text);
  } catch (const scim::Error& error) {
    throw std::invalid_argument("no JWK Set: " + error.detail());
  }
  const Json* keys = document.isObject() ? findClaim(document, "keys") : nullptr;
  if (keys == nullptr || !keys->isArray()) {
    throw std::invalid_argument("no JWK Set: there is no list \"keys\"");
  }
  JwkSet set;
  for (const Json& key : keys->asArray()) addKey(set, key);
  if (set.empty()) throw std::invalid_argument("the JWK Set has no RSA key for signatures with a kid");
  return set;
}

}  // namespace scim2ldap::connector
