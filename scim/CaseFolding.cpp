#include "scim/CaseFolding.h"

#include <Poco/UTF8String.h>

#include <algorithm>

#include "scim/Normalization.h"

namespace scim2ldap::scim {

std::string lowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

std::string foldCase(std::string_view text) {
  const auto isAscii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(text.begin(), text.end(), isAscii) || !isUtf8(text)) return lowerAscii(text);
  return Poco::UTF8::toLower(std::string(text));
}

std::string squeezeBlanks(std::string_view text) {
  std::string squeezed;
  for (const char c : text) {
    if (c != ' ' || !squeezed.ends_with(' ')) squeezed += c;
  }
  return squeezed;
}

std::string foldPartOfName(std::string_view text) {
  return squeezeBlanks(toNfkc(foldCase(toNfkc(text))));
}

std::string foldName(std::string_view text) {
  std::string name = foldPartOfName(text);
  if (name.ends_with(' ')) name.pop_back();
  if (name.starts_with(' ')) name.erase(0, 1);
  return name;
}

bool isUtf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto at = [&](std::size_t n) { return static_cast<unsigned char>(bytes[i + n]); };
    const unsigned char lead = at(0);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xc2 ? 0
                               : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3
                               : lead < 0xf5 ? 4
                                             : 0;
    if (length == 0 || bytes.size() - i < length) return false;
    for (std::size_t n = 1; n < length; ++n) {
      if ((at(n) & 0xc0) != 0x80) return false;
    }
    // Overlong forms, surrogates and what lies above U+10FFFF show in the second byte.
    if (lead == 0xe0 && at(1) < 0xa0) return false;
    if (lead == 0xed && at(1) > 0x9f) return false;
    if (lead == 0xf0 && at(1) < 0x90) return false;
    if (lead == 0xf4 && at(1) > 0x8f) return false;
    i += length;
  }
  return true;
}

}  // namespace scim2ldap::scim
