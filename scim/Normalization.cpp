#include "scim/Normalization.h"

#include <uninorm.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#include "scim/CaseFolding.h"

namespace scim2ldap::scim {
namespace {

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

std::string normalized(std::string_view text, uninorm_t form) {
  const auto isAscii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(text.begin(), text.end(), isAscii) || !isUtf8(text)) return std::string(text);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t length = 0;
  const std::unique_ptr<std::uint8_t, Free> result(u8_normalize(form, bytes, text.size(), nullptr, &length));
  if (result == nullptr) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(result.get()), length};
}

}  // namespace

std::string toNfc(std::string_view text) {
  return normalized(text, UNINORM_NFC);
}

std::string toNfkc(std::string_view text) {
  return normalized(text, UNINORM_NFKC);
}

}  // namespace scim2ldap::scim
