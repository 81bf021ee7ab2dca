#include "connector/auth/BearerToken.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "connector/auth/Base64Url.h"

namespace scim2ldap::connector {
namespace {

constexpr std::string_view kWhitespace = " \t";
constexpr std::size_t kTokenBytes = 32;

bool isBearer(std::string_view word) {
  constexpr std::string_view kScheme = "bearer";
  return std::equal(word.begin(), word.end(), kScheme.begin(), kScheme.end(),
                    [](char left, char right) { return (left | 0x20) == right; });
}

bool isAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
bool isB64Token(std::string_view text) {
  text = text.substr(0, text.find_last_not_of('=') + 1);
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return isAlphanumeric(c) || std::string_view("-._~+/").find(c) != std::string_view::npos;
  });
}

/// Cuts off a line break at the end, as it comes from a text that was pasted with it: encoded or escaped, for
/// a header cannot hold it in any other form. \returns whether there was one
bool takeLineBreak(std::string_view& word) {
  for (const std::string_view lineBreak : {"%0D%0A", "%0d%0a", "%0A", "%0a", "\\r\\n", "\\n"}) {
    if (!word.ends_with(lineBreak)) continue;
    word.remove_suffix(lineBreak.size());
    return true;
  }
  return false;
}

/// Cuts the first word off, and the white space around it.
std::string_view takeWord(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kWhitespace), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(kWhitespace));
  text.remove_prefix(word.size());
  text.remove_prefix(std::min(text.find_first_not_of(kWhitespace), text.size()));
  return word;
}

}  // namespace

BearerToken readBearerToken(std::string_view authorization) {
  std::string_view rest = authorization;
  std::size_t bearers = 0;
  std::string_view word = takeWord(rest);
  for (; isBearer(word); word = takeWord(rest)) ++bearers;

  if (word.empty()) {
    if (bearers == 0) return {.reason = "no Authorization header"};
    return {.reason = "Authorization header without a token", .hint = "enter the secret token in the client"};
  }
  if (!rest.empty()) {
    // The words are not told: one of them may be a secret.
    if (bearers > 0) return {.reason = "Authorization header holds more than a token"};
    return {.reason = "Authorization header of a scheme other than Bearer",
            .hint = "choose bearer authentication in the client"};
  }
  const bool hadLineBreak = takeLineBreak(word);
  if (!isB64Token(word)) return {.reason = "token holds characters that no token has"};

  if (bearers == 0) {
    return {.token = word, .hint = "the client sends the token without the word Bearer in front of it"};
  }
  if (bearers > 1) {
    return {.token = word,
            .hint = "the header holds Bearer twice: enter the secret token without the word Bearer"};
  }
  if (hadLineBreak) {
    return {.token = word, .hint = "a line break follows the token: enter the secret token without it"};
  }
  if (authorization.size() != std::string_view("Bearer ").size() + word.size()) {
    return {.token = word, .hint = "white space surrounds the token: enter it without"};
  }
  return {.token = word};
}

std::string tokenHash(std::string_view token) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  unsigned int length = 0;
  if (EVP_Digest(token.data(), token.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available from OpenSSL");
  }
  return {digest.begin(), digest.begin() + length};
}

std::string randomTokenText() {
  std::array<unsigned char, kTokenBytes> secret{};
  if (RAND_bytes(secret.data(), static_cast<int>(secret.size())) != 1) {
    throw std::runtime_error("no random numbers available from the operating system");
  }
  return encodeBase64Url({reinterpret_cast<const char*>(secret.data()), secret.size()});
}

}  // namespace scim2ldap::connector
