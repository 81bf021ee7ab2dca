#include "ldap/StringPreparation.h"

#include <Poco/UTF8String.h>

#include <algorithm>

namespace scim2ldap::ldap {
namespace {

bool isAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}

bool isUtf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8SequenceLength(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

std::string toLower(std::string_view text) {
  if (!isAscii(text)) return Poco::UTF8::toLower(std::string(text));
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string squeezeSpaces(std::string_view text) {
  std::string squeezed;
  for (const char c : text)
    if (c != ' ' || (!squeezed.empty() && squeezed.back() != ' ')) squeezed += c;
  if (!squeezed.empty() && squeezed.back() == ' ') squeezed.pop_back();
  return squeezed.empty() && !text.empty() ? " " : squeezed;
}

}  // namespace

std::size_t utf8SequenceLength(std::string_view text, std::size_t offset) {
  const auto at = [&](std::size_t i) {
    return offset + i < text.size() ? static_cast<unsigned char>(text[offset + i]) : 0U;
  };
  const auto isTail = [&](std::size_t i) { return at(i) >= 0x80 && at(i) <= 0xBF; };
  if (offset >= text.size()) return 0;
  const unsigned lead = at(0);
  const unsigned second = at(1);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return isTail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool overlong = lead == 0xE0 && second < 0xA0;
    const bool surrogate = lead == 0xED && second > 0x9F;
    return isTail(1) && isTail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool overlong = lead == 0xF0 && second < 0x90;
    const bool beyondUnicode = lead == 0xF4 && second > 0x8F;
    return isTail(1) && isTail(2) && isTail(3) && !overlong && !beyondUnicode ? 4 : 0;
  }
  return 0;
}

std::string prepareCaseIgnore(std::string_view value) {
  if (!isUtf8(value)) return std::string(value);
  return squeezeSpaces(toLower(value));
}

}  // namespace scim2ldap::ldap
