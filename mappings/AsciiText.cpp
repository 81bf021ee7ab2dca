#include <array>
#include <cstdint>

#include "mappings/TemplateFilters.h"

namespace scim2ldap::mappings {
namespace {

// U+00C0 to U+017F, one base text each: Latin-1 Supplement and Latin Extended-A.
constexpr std::array<std::string_view, 0x180 - 0xC0> kLatin = {
    "A", "A", "A",  "A",  "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I",  "I",   // 00C0
    "D", "N", "O",  "O",  "O", "O", "O",  "x", "O", "U", "U", "U", "U", "Y", "Th", "ss",  // 00D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // 00E0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y",   // 00F0
    "A", "a", "A",  "a",  "A", "a", "C",  "c", "C", "c", "C", "c", "C", "c", "D",  "d",   // 0100
    "D", "d", "E",  "e",  "E", "e", "E",  "e", "E", "e", "E", "e", "G", "g", "G",  "g",   // 0110
    "G", "g", "G",  "g",  "H", "h", "H",  "h", "I", "i", "I", "i", "I", "i", "I",  "i",   // 0120
    "I", "i", "IJ", "ij", "J", "j", "K",  "k", "k", "L", "l", "L", "l", "L", "l",  "L",   // 0130
    "l", "L", "l",  "N",  "n", "N", "n",  "N", "n", "n", "N", "n", "O", "o", "O",  "o",   // 0140
    "O", "o", "OE", "oe", "R", "r", "R",  "r", "R", "r", "S", "s", "S", "s", "S",  "s",   // 0150
    "S", "s", "T",  "t",  "T", "t", "T",  "t", "U", "u", "U", "u", "U", "u", "U",  "u",   // 0160
    "U", "u", "U",  "u",  "W", "w", "Y",  "y", "Y", "Z", "z", "Z", "z", "Z", "z",  "s",   // 0170
};

// From `first` to `last` capitals and small letters of one base letter take turns.
struct Alternating {
  std::uint32_t first;
  std::uint32_t last;
  char capital;
};
constexpr std::array kAlternating = {
    Alternating{0x01A0, 0x01A1, 'O'}, Alternating{0x01AF, 0x01B0, 'U'}, Alternating{0x01CD, 0x01CE, 'A'},
    Alternating{0x0218, 0x0219, 'S'}, Alternating{0x021A, 0x021B, 'T'}, Alternating{0x1E80, 0x1E85, 'W'},
    Alternating{0x1EA0, 0x1EB7, 'A'}, Alternating{0x1EB8, 0x1EC7, 'E'}, Alternating{0x1EC8, 0x1ECB, 'I'},
    Alternating{0x1ECC, 0x1EE3, 'O'}, Alternating{0x1EE4, 0x1EF1, 'U'}, Alternating{0x1EF2, 0x1EF9, 'Y'},
};

std::string asciiOf(std::uint32_t character) {
  if (character < 0x80) return std::string(1, static_cast<char>(character));
  if (character == 0xA0 || character == 0x2009 || character == 0x202F) return " ";
  if (character >= 0xC0 && character < 0x180) return std::string(kLatin.at(character - 0xC0));
  if (character >= 0x2010 && character <= 0x2015) return "-";
  if (character == 0x2018 || character == 0x2019) return "'";
  for (const Alternating& range : kAlternating) {
    if (character < range.first || character > range.last) continue;
    const bool small = (character - range.first) % 2 == 1;
    return std::string(1, small ? static_cast<char>(range.capital + ('a' - 'A')) : range.capital);
  }
  return "";
}

}  // namespace

std::string asciiOf(std::string_view text) {
  std::string ascii;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t character = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      character = character << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    ascii += asciiOf(character);
    i += length;
  }
  return ascii;
}

}  // namespace scim2ldap::mappings
