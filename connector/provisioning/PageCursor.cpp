#include "connector/provisioning/PageCursor.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "connector/provisioning/IdKey.h"
#include "mappings/Base64.h"
#include "scim/Error.h"
#include "scim/Json.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kMaxTextBytes = 4096;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

Cipher newCipher() {
  Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  if (cipher == nullptr) throw std::runtime_error("OpenSSL has no cipher context");
  return cipher;
}

void require(int result) {
  if (result != 1) throw std::runtime_error("OpenSSL could not make a cursor");
}

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* octets(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// RFC 4648 §5, without padding: RFC 9865 §2 wants unreserved characters.
std::string encode(std::string_view bytes) {
  std::string text = mappings::encodeBase64(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  text.erase(std::find(text.begin(), text.end(), '='), text.end());
  return text;
}

std::optional<std::string> decode(std::string_view encoded) {
  if (encoded.size() > kMaxTextBytes || encoded.find_first_of("+/=") != std::string_view::npos) {
    return std::nullopt;
  }
  std::string text(encoded);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return mappings::decodeBase64(text);
}

std::string print(const PageCursor& cursor) {
  Json json = Json::object();
  json.set("key", cursor.after.key);
  json.set("rank", cursor.after.rank);
  json.set("at", IdKey{cursor.after.created, cursor.after.id}.toString());
  if (cursor.count) json.set("count", *cursor.count);
  json.set("made", std::int64_t{cursor.made.time_since_epoch().count()});
  return printJson(json);
}

PageCursor parse(std::string_view text) {
  const Json json = scim::parseJson(text);
  PageCursor cursor;
  cursor.after.key = *json.find("key");
  cursor.after.rank = static_cast<int>(json.find("rank")->asInteger());
  const IdKey at = IdKey::parse(json.stringAt("at")).value();
  cursor.after.created = at.created;
  cursor.after.id = at.id;
  if (const Json* count = json.find("count")) cursor.count = count->asInteger();
  cursor.made = TimePoint(TimePoint::duration(json.find("made")->asInteger()));
  return cursor;
}

[[noreturn]] void refuse() {
  throw scim::Error(
      400, scim::ScimType::InvalidCursor,
      "the cursor was not made for this query, or before the service was started anew; repeat the "
      "query with an empty cursor");
}

}  // namespace

CursorSeal::CursorSeal() {
  require(RAND_bytes(key_.data(), static_cast<int>(key_.size())));
}

// nonce, what the cursor says under AES-256-GCM, tag. The query is authenticated with it, yet not held in it.
std::string CursorSeal::seal(const PageCursor& cursor, std::string_view query) const {
  const std::string text = print(cursor);
  std::string sealed(kNonceBytes + text.size() + kTagBytes, '\0');
  unsigned char* nonce = octets(sealed);
  require(RAND_bytes(nonce, kNonceBytes));
  const Cipher cipher = newCipher();
  int length = 0;
  require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key_.data(), nonce));
  require(EVP_EncryptUpdate(cipher.get(), nullptr, &length, octets(query), static_cast<int>(query.size())));
  require(EVP_EncryptUpdate(cipher.get(), nonce + kNonceBytes, &length, octets(text),
                            static_cast<int>(text.size())));
  unsigned char* tag = nonce + kNonceBytes + text.size();
  require(EVP_EncryptFinal_ex(cipher.get(), tag, &length));
  require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag));
  return encode(sealed);
}

PageCursor CursorSeal::open(std::string_view text, std::string_view query) const {
  std::optional<std::string> sealed = decode(text);
  const bool canonical = sealed && encode(*sealed) == text;  // base64 has several texts for some octets
  if (!canonical || sealed->size() < kNonceBytes + kTagBytes) refuse();
  const std::size_t size = sealed->size() - kNonceBytes - kTagBytes;
  unsigned char* nonce = octets(*sealed);
  unsigned char* tag = nonce + kNonceBytes + size;
  std::string opened(size, '\0');
  const Cipher cipher = newCipher();
  int length = 0;
  require(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key_.data(), nonce));
  require(EVP_DecryptUpdate(cipher.get(), nullptr, &length, octets(query), static_cast<int>(query.size())));
  require(
      EVP_DecryptUpdate(cipher.get(), octets(opened), &length, nonce + kNonceBytes, static_cast<int>(size)));
  require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag));
  if (EVP_DecryptFinal_ex(cipher.get(), tag, &length) != 1) refuse();
  return parse(opened);
}

}  // namespace scim2ldap::connector
