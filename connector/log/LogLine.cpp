#include "connector/log/LogLine.h"

#include <array>
#include <cstdio>
#include <utility>

namespace scim2ldap::connector {
namespace {

std::string rfc3339(std::chrono::sys_time<std::chrono::milliseconds> time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 64> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

/// The length of the UTF-8 sequence that `text` begins with, or 0 when it is none.
/// RFC 3629 §4: the second byte's range excludes overlong forms, surrogates and values above U+10FFFF.
std::size_t sequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t at) -> unsigned {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const auto isTail = [&](std::size_t at) { return byte(at) >= 0x80 && byte(at) <= 0xBF; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return isTail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;
    return byte(1) >= low && byte(1) <= high && isTail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
    return byte(1) >= low && byte(1) <= high && isTail(2) && isTail(3) ? 4 : 0;
  }
  return 0;
}

/// Outside of strings JSON is ASCII, so the printed line can be repaired as a whole.
std::string withoutInvalidUtf8(std::string_view line) {
  std::string repaired;
  repaired.reserve(line.size() + 1);
  while (!line.empty()) {
    const std::size_t length = sequenceLength(line);
    if (length == 0) {
      repaired += "\xEF\xBF\xBD";
      line.remove_prefix(1);
    } else {
      repaired += line.substr(0, length);
      line.remove_prefix(length);
    }
  }
  return repaired;
}

}  // namespace

std::string_view toString(Level level) {
  switch (level) {
    case Level::Debug:
      return "debug";
    case Level::Info:
      return "info";
    case Level::Warning:
      return "warning";
    case Level::Error:
      break;
  }
  return "error";
}

std::string logLine(std::chrono::sys_time<std::chrono::milliseconds> time, Level level, std::string_view id,
                    std::string_view text, const Logger::Fields& fields) {
  scim::Json::Object line{{"time", rfc3339(time)}, {"level", toString(level)}, {"id", id}, {"text", text}};
  for (const auto& [name, value] : fields) line.push_back({std::string(name), value});
  return withoutInvalidUtf8(scim::printJson(scim::Json(std::move(line)))) + '\n';
}

}  // namespace scim2ldap::connector
