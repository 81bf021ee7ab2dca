#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace scim2ldap::fuzz {

/// Ends the program when a property does not hold: that is what a fuzzer, and a replay, call a finding.
inline void require(bool holds, std::string_view property) {
  if (holds) return;
  std::fprintf(stderr, "property violated: %.*s\n", static_cast<int>(property.size()), property.data());
  std::abort();
}

/// The input as text, on the heap and without a byte behind it, so that AddressSanitizer sees a read past the
/// end.
inline std::string_view textOf(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

/// Whether every character is a printable one of UTF-8 text on one line; octets above ASCII are not looked
/// at.
inline bool isOneLine(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
  return true;
}

}  // namespace scim2ldap::fuzz
