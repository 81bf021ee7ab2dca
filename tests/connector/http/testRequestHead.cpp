#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "StringSource.h"
#include "connector/http/RequestHead.h"

using namespace scim2ldap::connector;

namespace {

struct LineCase {
  const char* name;
  std::string line;
  int status;  ///< 0: accepted
};
std::ostream& operator<<(std::ostream& out, const LineCase& c) {
  return out << c.name;
}

const LineCase kRequestLines[] = {
    {"origin_form", "GET /scim/v2/Users?filter=userName+eq+%22a%22 HTTP/1.1", 0},
    {"brackets_unencoded", "GET /Users?filter=emails[type+eq+\"work\"] HTTP/1.1", 0},
    {"unknown_method", "BREW /pot HTTP/1.1", 0},
    {"future_version", "GET / HTTP/9.9", 0},
    {"two_words", "GET /", 400},
    {"one_word", "GET", 400},
    {"space_in_target", "GET /a b HTTP/1.1", 400},
    {"two_spaces", "GET  / HTTP/1.1", 400},
    {"tab", "GET\t/\tHTTP/1.1", 400},
    {"space_at_end", "GET / HTTP/1.1 ", 400},
    {"method_not_a_token", "GE(T / HTTP/1.1", 400},
    {"method_of_33_bytes", std::string(33, 'A') + " / HTTP/1.1", 400},
    {"no_method", " / HTTP/1.1", 400},
    {"utf8_in_target", "GET /J\xC3\xBCrgen HTTP/1.1", 400},
    {"control_character_in_target", "GET /a\x01 HTTP/1.1", 400},
    {"target_of_17_kib", "GET /" + std::string(17 * 1024, 'a') + " HTTP/1.1", 414},
    {"version_in_lower_case", "GET / http/1.1", 400},
    {"version_without_dot", "GET / HTTP/2", 400},
    {"version_of_two_digits", "GET / HTTP/1.10", 400},
    {"other_protocol", "OPTIONS sip:a SIP/2.0", 400},
};

const LineCase kFields[] = {
    {"plain", "Content-Type: application/scim+json", 0},
    {"no_space", "A:b", 0},
    {"empty_value", "A:", 0},
    {"utf8_value", "User-Agent: J\xC3\xBCrgen", 0},
    {"colons_in_value", "Host: [::1]:8080", 0},
    {"no_colon", "Content-Length 5", 400},
    {"space_before_colon", "Content-Length : 5", 400},
    {"tab_before_colon", "Content-Length\t: 5", 400},
    {"folded", " continued: yes", 400},
    {"folded_with_tab", "\tcontinued", 400},
    {"no_name", ": 5", 400},
    {"name_not_a_token", "Content(Length: 5", 400},
    {"control_character", "A: b\x01", 400},
    {"nul", std::string("A: b\0c", 6), 400},
};

RequestHead read(const std::string& bytes) {
  StringSource source(bytes, 4096);
  Input input(source);
  return readHead(input);
}

std::string manyFields(std::size_t count) {
  std::string fields;
  for (std::size_t at = 0; at < count; ++at) fields += "X-Field: value\r\n";
  return fields;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(RequestHeadSuite)

BOOST_DATA_TEST_CASE(request_line, kRequestLines, c) {
  BOOST_TEST(statusOf([&] { static_cast<void>(parseRequestLine(c.line)); }) == c.status);
}

BOOST_DATA_TEST_CASE(field, kFields, c) {
  BOOST_TEST(statusOf([&] { static_cast<void>(parseField(c.line)); }) == c.status);
}

BOOST_AUTO_TEST_CASE(is_read_in_order_with_values_trimmed) {
  const RequestHead head =
      read("PATCH /Users/1?a=b HTTP/1.1\r\nHost:  scim.example \r\nX: 1\r\nx:\t2\r\n\r\nbody");
  const RequestHead expected{.method = "PATCH",
                             .target = "/Users/1?a=b",
                             .version = "HTTP/1.1",
                             .headers = {{"Host", "scim.example"}, {"X", "1"}, {"x", "2"}}};
  BOOST_TEST((head == expected));
}

// RFC 9112 §2.2
BOOST_AUTO_TEST_CASE(ignores_one_empty_line_in_front) {
  BOOST_TEST(read("\r\nGET / HTTP/1.1\r\n\r\n").method == "GET");
  BOOST_TEST(statusOf([] { read("\r\n\r\nGET / HTTP/1.1\r\n\r\n"); }) == 400);
  BOOST_TEST(statusOf([] { read("\rGET / HTTP/1.1\r\n\r\n"); }) == 400);
}

// What a secret token pasted with its line break becomes.
BOOST_AUTO_TEST_CASE(says_what_to_do_about_a_line_break_behind_a_token) {
  const auto reasonOf = [](const std::string& bytes) {
    try {
      read(bytes);
    } catch (const Refusal& refusal) {
      BOOST_TEST(refusal.status() == 400);
      return std::string(refusal.what());
    }
    return std::string();
  };
  const std::string line = "GET / HTTP/1.1\r\n";
  for (const char* name : {"Authorization", "authorization"}) {
    const std::string reason = reasonOf(line + name + ": Bearer s3cret\n\r\nHost: a\r\n\r\n");
    BOOST_TEST(reason.find("without the line break") != std::string::npos, reason);
    BOOST_TEST(reason.find("s3cret") == std::string::npos);
  }
  BOOST_TEST(reasonOf(line + "X-Authorization: a\n\r\n\r\n") == "a line ends in LF without CR");
}

BOOST_AUTO_TEST_CASE(refuses_a_tls_greeting_at_its_first_byte) {
  BOOST_TEST(statusOf([] { read("\x16"); }) == 400);
}

BOOST_AUTO_TEST_CASE(is_limited_in_fields_and_bytes) {
  const std::string line = "GET / HTTP/1.1\r\n";
  BOOST_TEST(read(line + manyFields(kMaxFields) + "\r\n").headers.size() == kMaxFields);
  BOOST_TEST(statusOf([&] { read(line + manyFields(kMaxFields + 1) + "\r\n"); }) == 431);
  BOOST_TEST(read(line + "X: " + std::string(kMaxHeadBytes - 3, 'a') + "\r\n\r\n").headers.size() == 1U);
  BOOST_TEST(statusOf([&] { read(line + "X: " + std::string(kMaxHeadBytes, 'a') + "\r\n\r\n"); }) == 431);
  BOOST_TEST(statusOf([&] {
               read(line + "X: " + std::string(kMaxHeadBytes / 2, 'a') +
                    "\r\nY: " + std::string(kMaxHeadBytes / 2, 'a') + "\r\n\r\n");
             }) == 431);
}

BOOST_AUTO_TEST_SUITE_END()
