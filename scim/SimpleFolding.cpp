#include "scim/SimpleFolding.h"

#include <unicase.h>
#include <unistr.h>

#include <array>
#include <cstdint>

#include "scim/CaseFolding.h"

namespace scim2ldap::scim {
namespace {

/// The capital's small letter is the folded form of all characters but two: the dotted I and the dotless i,
/// which are letters of their own outside of Turkish texts.
ucs4_t folded(ucs4_t character) {
  constexpr ucs4_t kDottedCapital = 0x130;
  constexpr ucs4_t kDotlessSmall = 0x131;
  if (character == kDottedCapital || character == kDotlessSmall) return character;
  return uc_tolower(uc_toupper(character));
}

}  // namespace

std::string foldSimply(std::string_view text) {
  if (!isUtf8(text)) return lowerAscii(text);
  std::string result;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::size_t i = 0; i < text.size();) {
    ucs4_t character = 0;
    i += static_cast<std::size_t>(u8_mbtouc(&character, bytes + i, text.size() - i));
    std::array<std::uint8_t, 6> encoded{};
    const int size = u8_uctomb(encoded.data(), folded(character), encoded.size());
    result.append(reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(size));
  }
  return result;
}

}  // namespace scim2ldap::scim
