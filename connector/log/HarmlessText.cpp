#include "connector/log/HarmlessText.h"

#include <algorithm>
#include <array>

namespace scim2ldap::connector {
namespace {

/// Sequences of UTF-8 that differ in their last octet.
struct Range {
  std::string_view before;
  unsigned char first;
  unsigned char last;
};

constexpr std::array<Range, 7> kHarmful{{
    {"", 0x00, 0x1F},          // C0
    {"", 0x7F, 0x7F},          // DEL
    {"\xC2", 0x80, 0x9F},      // C1: U+0080 to U+009F
    {"\xD8", 0x9C, 0x9C},      // U+061C, a mark of direction
    {"\xE2\x80", 0x8E, 0x8F},  // U+200E and U+200F, marks of direction
    {"\xE2\x80", 0xA8, 0xAE},  // U+2028 to U+202E: separators of lines and paragraphs, embeddings
    {"\xE2\x81", 0xA6, 0xA9},  // U+2066 to U+2069, isolates
}};

/// \returns the length of what does harm at the beginning of the text, or 0
std::size_t harmfulAt(std::string_view text) {
  for (const auto& [before, first, last] : kHarmful) {
    if (text.size() <= before.size() || !text.starts_with(before)) continue;
    const auto octet = static_cast<unsigned char>(text[before.size()]);
    if (octet >= first && octet <= last) return before.size() + 1;
  }
  return 0;
}

}  // namespace

std::string harmless(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t harmful = harmfulAt(text);
    result += harmful == 0 ? text.front() : '?';
    text.remove_prefix(std::max<std::size_t>(harmful, 1));
  }
  return result;
}

std::string harmlessLines(std::string_view text) {
  std::string result;
  for (std::size_t end = 0; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1))
    result += harmless(text.substr(0, end)) + '\n';
  return result + harmless(text);
}

}  // namespace scim2ldap::connector
