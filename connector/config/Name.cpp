#include "connector/config/Name.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace scim2ldap::connector {
namespace {

constexpr std::size_t kMaxNameLength = 64;

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isKeyCharacter(char c) {
  return isLetter(c) || (c >= '0' && c <= '9') || c == '-';
}

}  // namespace

std::string parseName(const std::string& text) {
  const bool allowed =
      std::all_of(text.begin(), text.end(), [](char c) { return isKeyCharacter(c) || c == '_' || c == '.'; });
  if (text.empty() || text.size() > kMaxNameLength || !allowed) {
    throw std::invalid_argument("\"" + text + "\" is no name; write 1 to " + std::to_string(kMaxNameLength) +
                                " letters, digits, \"-\", \"_\" or \".\"");
  }
  return text;
}

std::string parseAttributeName(const std::string& text) {
  if (text.empty() || !isLetter(text.front()) || !std::all_of(text.begin(), text.end(), isKeyCharacter)) {
    throw std::invalid_argument("\"" + text + "\" is no attribute name; write for example \"entryUUID\"");
  }
  return text;
}

}  // namespace scim2ldap::connector
