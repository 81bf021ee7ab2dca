#include "scim/WhiteSpace.h"

#include <algorithm>
#include <array>

namespace scim2ldap::scim {
namespace {

/// All characters with the property White_Space, in UTF-8.
constexpr std::array<std::string_view, 25> kWhiteSpace = {
    "\t",           "\n",           "\v",           "\f",           "\r",           " ",
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82",
    "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87", "\xe2\x80\x88",
    "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f",
    "\xe3\x80\x80"};

}  // namespace

std::string_view trimWhiteSpace(std::string_view text) {
  const auto find = [](const auto& isAtEnd) {
    return std::find_if(kWhiteSpace.begin(), kWhiteSpace.end(), isAtEnd);
  };
  for (;;) {
    const auto* first = find([&](std::string_view space) { return text.starts_with(space); });
    if (first == kWhiteSpace.end()) break;
    text.remove_prefix(first->size());
  }
  for (;;) {
    const auto* last = find([&](std::string_view space) { return text.ends_with(space); });
    if (last == kWhiteSpace.end()) return text;
    text.remove_suffix(last->size());
  }
}

}  // namespace scim2ldap::scim
