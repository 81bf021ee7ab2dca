#include "connector/config/Duration.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <stdexcept>

namespace scim2ldap::connector {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};

constexpr std::array<Unit, 5> kUnits = {{
    {"ms", 1},
    {"s", 1'000},
    {"m", 60'000},
    {"h", 3'600'000},
    {"d", 86'400'000},
}};

[[noreturn]] void refuse(std::string_view text, const std::string& reason) {
  throw std::invalid_argument("\"" + std::string(text) + "\" is no duration: " + reason +
                              "; write a whole number and a unit (ms, s, m, h or d), for example \"30s\"");
}

}  // namespace

std::chrono::milliseconds parseDuration(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) refuse(text, "the number is too large");
  if (error != std::errc() || number < 0) refuse(text, "it does not begin with a number");
  if (number == 0) refuse(text, "it is zero");
  const std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const Unit& unit : kUnits) {
    if (unit.name != name) continue;
    if (number > kMostDuration.count() / unit.milliseconds) refuse(text, "it is longer than ten years");
    return std::chrono::milliseconds(number * unit.milliseconds);
  }
  refuse(text, name.empty() ? "the unit is missing" : "\"" + std::string(name) + "\" is no unit");
}

std::string printDuration(std::chrono::milliseconds duration) {
  const std::int64_t count = duration.count();
  for (auto unit = kUnits.rbegin(); unit != kUnits.rend(); ++unit) {
    if (count % unit->milliseconds == 0) {
      return std::to_string(count / unit->milliseconds) + std::string(unit->name);
    }
  }
  return {};
}

}  // namespace scim2ldap::connector
