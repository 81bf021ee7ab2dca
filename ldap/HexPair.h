#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scim2ldap::ldap {

/// The octet that the first two characters stand for, or nullopt when they are not hex digits.
/// RFC 4514 §3 and RFC 4515 §3, hexpair
[[nodiscard]] constexpr std::optional<char> parseHexPair(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  if (text.size() < 2 || digit(text[0]) < 0 || digit(text[1]) < 0) return std::nullopt;
  return static_cast<char>(digit(text[0]) * 16 + digit(text[1]));
}

/// Appends an octet as ESC hexpair ("\2a").
inline void appendEscapedOctet(std::string& text, char octet) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(octet);
  text += '\\';
  text += kDigits[value >> 4];
  text += kDigits[value & 0x0F];
}

}  // namespace scim2ldap::ldap
