#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "StringSource.h"
#include "connector/http/Body.h"

using namespace scim2ldap::connector;

namespace {

constexpr std::size_t kMaxBodyBytes = 20;
const Admission kChunked{.path = "/", .query = "", .host = "", .framing = BodyFraming::Chunked};

struct Case {
  const char* name;
  std::string in;
  std::string out;  ///< when status is 0
  int status;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

const Case kChunks[] = {
    {"one_chunk", "5\r\nhello\r\n0\r\n\r\n", "hello", 0},
    {"two_chunks", "5\r\nhello\r\n00001\r\n!\r\n0\r\n\r\n", "hello!", 0},
    {"hexadecimal_size", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789", 0},
    {"empty", "0\r\n\r\n", "", 0},
    {"crlf_in_chunk", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n", 0},
    {"extension", "1;a=b;c=\"d e\"\r\nx\r\n0;last\r\n\r\n", "x", 0},
    {"space_before_extension", "1 ;a\r\nx\r\n0\r\n\r\n", "x", 0},
    {"trailer", "1\r\nx\r\n0\r\nX-Sum: 1\r\n\r\n", "x", 0},
    {"exactly_the_limit", "14\r\n01234567890123456789\r\n0\r\n\r\n", "01234567890123456789", 0},
    {"one_above_the_limit", "14\r\n01234567890123456789\r\n1\r\nx\r\n0\r\n\r\n", "", 413},
    {"size_above_the_limit", "15\r\n", "", 413},
    {"size_above_64_bits", "10000000000000001\r\n", "", 413},
    {"no_size", "\r\nhello\r\n0\r\n\r\n", "", 400},
    {"garbage", "xyz\r\nhello\r\n0\r\n\r\n", "", 400},
    {"garbage_after_size", "5z\r\nhello\r\n0\r\n\r\n", "", 400},
    {"space_after_size", "5 \r\nhello\r\n0\r\n\r\n", "", 400},
    {"negative_size", "-5\r\nhello\r\n0\r\n\r\n", "", 400},
    {"prefix_0x", "0x5\r\nhello\r\n0\r\n\r\n", "", 400},
    {"bare_lf_after_size", "5\nhello\r\n0\r\n\r\n", "", 400},
    {"control_character_in_extension", "5;\x01\r\nhello\r\n0\r\n\r\n", "", 400},
    {"endless_extension", "5;" + std::string(1000, 'a') + "\r\nhello\r\n0\r\n\r\n", "", 400},
    {"longer_than_its_size", "4\r\nhello\r\n0\r\n\r\n", "", 400},
    {"shorter_than_its_size", "6\r\nhello\r\n0\r\n\r\n", "", 400},
    {"trailer_without_colon", "0\r\nSmuggled\r\n\r\n", "", 400},
    {"cut_in_size", "5", "", 400},
    {"cut_in_chunk", "5\r\nhel", "", 400},
    {"cut_after_chunk", "5\r\nhello", "", 400},
    {"cut_before_last_chunk", "5\r\nhello\r\n", "", 400},
    {"cut_in_last_chunk", "5\r\nhello\r\n0", "", 400},
    {"cut_before_the_empty_line", "5\r\nhello\r\n0\r\n", "", 400},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(BodySuite)

BOOST_DATA_TEST_CASE(chunks, kChunks, c) {
  for (const std::size_t step : {1, 4096}) {
    StringSource source(c.in + (c.status == 0 ? "next" : ""), step);
    Input input(source);
    std::string body;
    BOOST_TEST(statusOf([&] { body = readBody(input, kChunked, kMaxBodyBytes); }) == c.status);
    if (c.status != 0) continue;
    BOOST_TEST(body == c.out);
    std::string next;
    input.readBytes(4, next);
    BOOST_TEST(next == "next");
  }
}

BOOST_AUTO_TEST_CASE(length_is_kept_to) {
  Admission admission{
      .path = "/", .query = "", .host = "", .framing = BodyFraming::Length, .contentLength = 5};
  StringSource source("hello!");
  Input input(source);
  BOOST_TEST(readBody(input, admission, kMaxBodyBytes) == "hello");
  BOOST_TEST(input.peek() == '!');
  StringSource shortSource("hell");
  Input cut(shortSource);
  BOOST_TEST(statusOf([&] { static_cast<void>(readBody(cut, admission, kMaxBodyBytes)); }) == 400);
}

BOOST_AUTO_TEST_CASE(none_is_read_when_there_is_none) {
  StringSource source("next");
  Input input(source);
  BOOST_TEST(readBody(input, Admission{}, kMaxBodyBytes) == "");
  BOOST_TEST(input.peek() == 'n');
}

BOOST_AUTO_TEST_SUITE_END()
