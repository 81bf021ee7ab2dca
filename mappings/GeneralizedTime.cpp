#include "mappings/GeneralizedTime.h"

#include <chrono>
#include <cstdint>

#include "scim/DateTime.h"

namespace scim2ldap::mappings {
namespace {

using std::chrono::nanoseconds;
using std::chrono::sys_seconds;

std::string digits(std::int64_t number, std::size_t width) {
  const std::string text = std::to_string(number);
  return text.size() >= width ? text : std::string(width - text.size(), '0') + text;
}

struct Fields {
  std::string year, month, day, hour, minute, second;
  std::string fraction;  ///< with its dot, "" when zero
};

Fields fieldsOf(const scim::Instant& instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant.first);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant.first - day);
  Fields fields{digits(static_cast<int>(date.year()), 4),
                digits(static_cast<unsigned>(date.month()), 2),
                digits(static_cast<unsigned>(date.day()), 2),
                digits(time.hours().count(), 2),
                digits(time.minutes().count(), 2),
                digits(time.seconds().count(), 2),
                ""};
  if (instant.second.count() != 0) {
    fields.fraction = "." + digits(instant.second.count(), 9);
    fields.fraction.erase(fields.fraction.find_last_not_of('0') + 1);
  }
  return fields;
}

/// Reads GeneralizedTime from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  /// Exactly two digits, at most `limit`.
  std::optional<int> two(int limit) {
    if (!startsWithDigits(2)) return std::nullopt;
    const int number = (text_[0] - '0') * 10 + (text_[1] - '0');
    text_.remove_prefix(2);
    return number <= limit ? std::optional(number) : std::nullopt;
  }
  [[nodiscard]] bool startsWithDigits(std::size_t count) const {
    return text_.size() >= count &&
           text_.substr(0, count).find_first_not_of("0123456789") == std::string_view::npos;
  }
  bool accept(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  /// The digits behind the dot as a part of `unit`.
  std::optional<nanoseconds> fraction(nanoseconds unit) {
    if (!startsWithDigits(1)) return std::nullopt;
    nanoseconds sum{0};
    for (nanoseconds step = unit / 10; startsWithDigits(1); step /= 10) {
      sum += step * (text_.front() - '0');
      text_.remove_prefix(1);
    }
    return sum;
  }
  [[nodiscard]] bool atEnd() const { return text_.empty(); }

 private:
  std::string_view text_;
};

// GeneralizedTime = century year month day hour [ minute [ second / leap-second ] ] [ fraction ] g-time-zone
std::optional<scim::Instant> parse(std::string_view text) {
  Reader reader(text);
  const auto century = reader.two(99), year = reader.two(99), month = reader.two(12), day = reader.two(31);
  const auto hour = reader.two(23);
  if (!century || !year || !month || !day || !hour) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*century * 100 + *year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;

  nanoseconds unit = std::chrono::hours(1);
  sys_seconds whole = std::chrono::sys_days(date) + std::chrono::hours(*hour);
  if (reader.startsWithDigits(1)) {
    const auto minute = reader.two(59);
    if (!minute) return std::nullopt;
    whole += std::chrono::minutes(*minute);
    unit = std::chrono::minutes(1);
    if (reader.startsWithDigits(1)) {
      const auto second = reader.two(60);
      if (!second) return std::nullopt;
      whole += std::chrono::seconds(*second);
      unit = std::chrono::seconds(1);
    }
  }
  nanoseconds rest{0};
  if (reader.accept('.') || reader.accept(',')) {
    const auto fraction = reader.fraction(unit);
    if (!fraction) return std::nullopt;
    rest = *fraction;
  }
  // g-time-zone = %x5A / ( "+" / "-" ) hour [ minute ]
  if (!reader.accept('Z')) {
    const bool east = reader.accept('+');
    if (!east && !reader.accept('-')) return std::nullopt;
    const auto hours = reader.two(23);
    const auto minutes = reader.startsWithDigits(1) ? reader.two(59) : std::optional(0);
    if (!hours || !minutes) return std::nullopt;
    const auto offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    whole += east ? -offset : offset;
  }
  if (!reader.atEnd()) return std::nullopt;
  const auto carried = std::chrono::floor<std::chrono::seconds>(rest);
  return scim::Instant{whole + carried, rest - carried};
}

}  // namespace

std::optional<std::string> generalizedTime(std::string_view dateTime) {
  const std::optional<scim::Instant> instant = scim::parseDateTime(dateTime);
  if (!instant) return std::nullopt;
  const Fields f = fieldsOf(*instant);
  return f.year + f.month + f.day + f.hour + f.minute + f.second + f.fraction + "Z";
}

std::optional<std::string> dateTime(std::string_view generalizedTime) {
  const std::optional<scim::Instant> instant = parse(generalizedTime);
  if (!instant) return std::nullopt;
  const Fields f = fieldsOf(*instant);
  return f.year + "-" + f.month + "-" + f.day + "T" + f.hour + ":" + f.minute + ":" + f.second + f.fraction +
         "Z";
}

}  // namespace scim2ldap::mappings
