#include "connector/auth/Base64Url.h"

#include <array>
#include <cstdint>

namespace scim2ldap::connector {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr int kBitsPerCharacter = 6;
constexpr int kBitsPerByte = 8;
constexpr std::uint32_t kCharacterMask = 0x3F;

}  // namespace

std::string encodeBase64Url(std::string_view bytes) {
  std::string text;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << kBitsPerByte) | static_cast<unsigned char>(c);
    bits += kBitsPerByte;
    while (bits >= kBitsPerCharacter) {
      bits -= kBitsPerCharacter;
      text += kAlphabet[(buffer >> bits) & kCharacterMask];
    }
  }
  if (bits > 0) text += kAlphabet[(buffer << (kBitsPerCharacter - bits)) & kCharacterMask];
  return text;
}

std::optional<std::string> decodeBase64Url(std::string_view text) {
  std::string bytes;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    buffer = (buffer << kBitsPerCharacter) | static_cast<std::uint32_t>(value);
    bits += kBitsPerCharacter;
    if (bits < kBitsPerByte) continue;
    bits -= kBitsPerByte;
    bytes += static_cast<char>(buffer >> bits);
    buffer &= (1U << bits) - 1;
  }
  if (bits >= kBitsPerCharacter || buffer != 0) return std::nullopt;
  return bytes;
}

}  // namespace scim2ldap::connector
