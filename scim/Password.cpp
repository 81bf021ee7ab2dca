#include "scim/Password.h"

#include "scim/Error.h"
#include "scim/Normalization.h"

namespace scim2ldap::scim {
namespace {

/// The octets of the character at the beginning of well-formed UTF-8.
std::string_view firstCharacter(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) ++length;
  return text.substr(0, length);
}

/// General category Cc: C0, DEL and C1.
bool isControl(std::string_view character) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 1) return at(0) < 0x20 || at(0) == 0x7F;
  return character.size() == 2 && at(0) == 0xC2 && at(1) < 0xA0;
}

/// General category Zs outside of ASCII.
bool isSpace(std::string_view character) {
  return character == "\u00A0" || character == "\u1680" || (character >= "\u2000" && character <= "\u200A") ||
         character == "\u202F" || character == "\u205F" || character == "\u3000";
}

}  // namespace

std::string preparePassword(std::string_view password) {
  const auto refuse = [](const std::string& why) {
    throw Error(400, ScimType::InvalidValue, "password " + why);
  };
  if (password.empty()) refuse("must not be empty");
  std::string prepared;
  while (!password.empty()) {
    const std::string_view character = firstCharacter(password);
    if (isControl(character)) refuse("must not hold control characters");
    prepared += isSpace(character) ? std::string_view(" ") : character;
    password.remove_prefix(character.size());
  }
  return toNfc(prepared);
}

}  // namespace scim2ldap::scim
