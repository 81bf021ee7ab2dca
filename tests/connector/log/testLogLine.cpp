#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "connector/log/LogLine.h"

using namespace scim2ldap::connector;
using scim2ldap::scim::Json;

namespace {

const std::chrono::sys_time<std::chrono::milliseconds> kTime =
    std::chrono::sys_days(std::chrono::year(2026) / 3 / 9) + std::chrono::hours(7) + std::chrono::minutes(5) +
    std::chrono::seconds(4) + std::chrono::milliseconds(30);

std::string lineWith(const Json& value) {
  return logLine(kTime, Level::Info, "ID", "Text", {{"value", value}});
}

struct Case {
  const char* name;
  std::string in;
  std::string out;  ///< as it stands between the quotes
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

const Case kCases[] = {
    {"plain", "a.novak", "a.novak"},
    {"forged_line", "x\n{\"id\":\"FORGED\"}", "x\\n{\\\"id\\\":\\\"FORGED\\\"}"},
    {"umlaut", "J\xC3\xBCrgen", "J\xC3\xBCrgen"},
    {"four_bytes", "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
    {"latin_1", "J\xFCrgen", "J\xEF\xBF\xBDrgen"},
    {"cut_short", "a\xE2\x82", "a\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"overlong_slash", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"overlong_three", "\xE0\x80\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"above_unicode", "\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(LogLineSuite)

BOOST_AUTO_TEST_CASE(is_one_json_object_and_a_newline) {
  const std::string line = logLine(kTime, Level::Warning, "USER_REFUSED", "A user was refused",
                                   {{"status", 409}, {"userName", "a.novak"}, {"retry", false}});
  BOOST_TEST(line ==
             "{\"time\":\"2026-03-09T07:05:04.030Z\",\"level\":\"warning\",\"id\":\"USER_REFUSED\","
             "\"text\":\"A user was refused\",\"status\":409,\"userName\":\"a.novak\",\"retry\":false}\n");
}

BOOST_DATA_TEST_CASE(stays_one_line_of_utf8, kCases, c) {
  BOOST_TEST(lineWith(c.in).ends_with(",\"value\":\"" + c.out + "\"}\n"));
  BOOST_TEST(lineWith(c.in).find('\n') == lineWith(c.in).size() - 1);
}

BOOST_AUTO_TEST_CASE(can_be_read_back) {
  const Json line = scim2ldap::scim::parseJson(lineWith(std::string("\x01\t\r\n\"\\\x7F", 7)));
  BOOST_TEST(line.stringAt("value") == std::string("\x01\t\r\n\"\\\x7F", 7));
}

BOOST_AUTO_TEST_CASE(names_every_level) {
  BOOST_TEST(toString(Level::Debug) == "debug");
  BOOST_TEST(toString(Level::Info) == "info");
  BOOST_TEST(toString(Level::Warning) == "warning");
  BOOST_TEST(toString(Level::Error) == "error");
}

BOOST_AUTO_TEST_SUITE_END()
