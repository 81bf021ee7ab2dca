#include "scim/DateTime.h"

#include <array>
#include <cstdio>

#include <cstdint>

namespace scim2ldap::scim {
namespace {

/// Takes fixed-width parts off the front of a text; after the first failure everything fails.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool done() const { return text_.empty(); }

  int digits(std::size_t count) {
    int number = 0;
    for (; count > 0; --count) {
      const char c = next();
      if (c < '0' || c > '9') failed_ = true;
      number = number * 10 + (c - '0');
    }
    return failed_ ? 0 : number;
  }
  void expect(char c) {
    if (next() != c) failed_ = true;
  }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] bool atDigit() const {
    return !text_.empty() && text_.front() >= '0' && text_.front() <= '9';
  }

 private:
  char next() {
    if (text_.empty()) {
      failed_ = true;
      return '0';
    }
    const char c = text_.front();
    text_.remove_prefix(1);
    return c;
  }

  std::string_view text_;
  bool failed_ = false;
};

std::chrono::nanoseconds fraction(Scanner& scanner) {
  std::int64_t nanoseconds = scanner.digits(1) * 100'000'000;
  for (std::int64_t weight = 10'000'000; scanner.atDigit(); weight /= 10) {
    nanoseconds += scanner.digits(1) * weight;
  }
  return std::chrono::nanoseconds(nanoseconds);
}

}  // namespace

std::optional<Instant> parseDateTime(std::string_view text) {
  using namespace std::chrono;
  Scanner scanner(text);

  const int yearNumber = scanner.digits(4);
  scanner.expect('-');
  const int monthNumber = scanner.digits(2);
  scanner.expect('-');
  const int dayNumber = scanner.digits(2);
  scanner.expect('T');
  const int hour = scanner.digits(2);
  scanner.expect(':');
  const int minute = scanner.digits(2);
  scanner.expect(':');
  const int second = scanner.digits(2);
  const nanoseconds part = scanner.take('.') ? fraction(scanner) : nanoseconds(0);

  minutes offset{0};
  if (!scanner.take('Z') && !scanner.done()) {
    const bool west = scanner.take('-');
    if (!west) scanner.expect('+');
    const int offsetHours = scanner.digits(2);
    scanner.expect(':');
    const int offsetMinutes = scanner.digits(2);
    if (offsetHours > 14 || offsetMinutes > 59) return std::nullopt;
    offset = hours(offsetHours) + minutes(offsetMinutes);
    if (west) offset = -offset;
  }

  const year_month_day date{year(yearNumber), month(static_cast<unsigned>(monthNumber)),
                            day(static_cast<unsigned>(dayNumber))};
  // 60 is a leap second; it counts as the first of the next minute.
  if (scanner.failed() || !scanner.done() || !date.ok() || hour > 23 || minute > 59 || second > 60) {
    return std::nullopt;
  }
  return Instant{sys_days(date) + hours(hour) + minutes(minute) + seconds(second) - offset, part};
}

std::string printDateTime(std::chrono::sys_time<std::chrono::milliseconds> time) {
  using namespace std::chrono;
  const sys_days day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  std::string result(text.data());
  if (const auto part = clock.subseconds().count(); part > 0) {
    std::snprintf(text.data(), text.size(), ".%03d", static_cast<int>(part));
    result += text.data();
  }
  return result + "Z";
}

}  // namespace scim2ldap::scim
