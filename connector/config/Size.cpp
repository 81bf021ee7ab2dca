#include "connector/config/Size.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <stdexcept>

namespace scim2ldap::connector {
namespace {

struct Unit {
  std::string_view name;
  std::size_t bytes;
};

constexpr std::array<Unit, 4> kUnits = {{
    {"B", 1},
    {"KiB", std::size_t{1} << 10},
    {"MiB", std::size_t{1} << 20},
    {"GiB", std::size_t{1} << 30},
}};

[[noreturn]] void refuse(std::string_view text, const std::string& reason) {
  throw std::invalid_argument("\"" + std::string(text) + "\" is no size: " + reason +
                              "; write a whole number and a unit (B, KiB, MiB or GiB), for example \"8MiB\"");
}

}  // namespace

std::size_t parseSize(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) refuse(text, "the number is too large");
  if (error != std::errc()) refuse(text, "it does not begin with a number");
  if (number == 0) refuse(text, "it is zero");
  const std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const Unit& unit : kUnits) {
    if (unit.name != name) continue;
    if (number > std::numeric_limits<std::size_t>::max() / unit.bytes) {
      refuse(text, "the number is too large");
    }
    return number * unit.bytes;
  }
  refuse(text, name.empty() ? "the unit is missing" : "\"" + std::string(name) + "\" is no unit");
}

std::string printSize(std::size_t bytes) {
  for (auto unit = kUnits.rbegin(); unit != kUnits.rend(); ++unit) {
    if (bytes % unit->bytes == 0) return std::to_string(bytes / unit->bytes) + std::string(unit->name);
  }
  return {};
}

}  // namespace scim2ldap::connector
