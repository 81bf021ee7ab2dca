#include <boost/test/unit_test.hpp>

#include "StringSource.h"
#include "connector/http/Input.h"

using namespace scim2ldap::connector;

namespace {

const Refusal kTooLong(414, "too long");

}  // namespace

BOOST_AUTO_TEST_SUITE(InputSuite)

BOOST_AUTO_TEST_CASE(gives_lines_and_bytes_however_they_come) {
  for (const std::size_t step : {1, 2, 3, 4096}) {
    StringSource source("one\r\n\r\nbytes!two\r\n", step);
    Input input(source);
    BOOST_TEST(!input.atEnd());
    BOOST_TEST(input.buffered());
    BOOST_TEST(input.peek() == 'o');
    BOOST_TEST(input.readLine(3, kTooLong) == "one");
    BOOST_TEST(input.readLine(3, kTooLong) == "");
    std::string bytes = "the ";
    input.readBytes(6, bytes);
    BOOST_TEST(bytes == "the bytes!");
    BOOST_TEST(input.readLine(3, kTooLong) == "two");
    BOOST_TEST(!input.buffered());
    BOOST_TEST(input.atEnd());
  }
}

BOOST_AUTO_TEST_CASE(refuses_line_ends_other_than_crlf) {
  for (const char* text : {"a\n", "\n", "a\rb\r\n", "a\r\r\n"}) {
    StringSource source(text);
    Input input(source);
    BOOST_TEST(statusOf([&] { static_cast<void>(input.readLine(10, kTooLong)); }) == 400);
  }
}

BOOST_AUTO_TEST_CASE(refuses_a_line_one_byte_too_long) {
  for (const std::size_t step : {1, 4096}) {
    StringSource fits("12345\r\n", step);
    BOOST_TEST(Input(fits).readLine(5, kTooLong) == "12345");
    StringSource tooLong("123456\r\n", step);
    Input input(tooLong);
    BOOST_TEST(statusOf([&] { static_cast<void>(input.readLine(5, kTooLong)); }) == 414);
  }
}

BOOST_AUTO_TEST_CASE(refuses_an_endless_line_without_reading_it) {
  StringSource source(std::string(1'000'000, 'a'), 4096);
  Input input(source);
  BOOST_TEST(statusOf([&] { static_cast<void>(input.readLine(100, kTooLong)); }) == 414);
}

BOOST_AUTO_TEST_CASE(refuses_the_end_within_a_line_or_bytes) {
  StringSource line("abc\r");
  Input cutLine(line);
  BOOST_TEST(statusOf([&] { static_cast<void>(cutLine.readLine(10, kTooLong)); }) == 400);
  StringSource bytes("abc");
  Input cutBytes(bytes);
  std::string body;
  BOOST_TEST(statusOf([&] { cutBytes.readBytes(4, body); }) == 400);
}

BOOST_AUTO_TEST_CASE(takes_a_line_end_and_nothing_else) {
  StringSource source("\r\nab");
  Input input(source);
  BOOST_TEST(statusOf([&] { input.takeLineEnd(Refusal(499, "other")); }) == 0);
  BOOST_TEST(statusOf([&] { input.takeLineEnd(Refusal(499, "other")); }) == 499);
}

BOOST_AUTO_TEST_SUITE_END()
