#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "connector/http/Answer.h"

using namespace scim2ldap::connector;

namespace {

// The example of RFC 9110 §5.6.7.
const std::chrono::sys_seconds kDate{std::chrono::seconds(784111777)};
const AnswerFrame kFrame{.requestId = "0123456789abcdef", .date = kDate, .keepAlive = true};

std::string printAnswer(const HttpResponse& response, const AnswerFrame& frame) {
  return printHead(response, frame).append(contentOf(response, frame));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(AnswerSuite)

BOOST_AUTO_TEST_CASE(carries_the_fields_of_server_and_handler) {
  const HttpResponse response{.status = 201, .headers = {{"Location", "/Users/1"}}, .body = "{}"};
  BOOST_TEST(
      printAnswer(response, kFrame) ==
      "HTTP/1.1 201 Created\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nX-Request-Id: 0123456789abcdef\r\n"
      "Connection: keep-alive\r\nContent-Length: 2\r\nLocation: /Users/1\r\n\r\n{}");
}

BOOST_AUTO_TEST_CASE(tells_length_but_no_body_to_head) {
  AnswerFrame frame = kFrame;
  frame.toHead = true;
  const std::string bytes = printAnswer({.body = "12345"}, frame);
  BOOST_TEST(bytes.find("Content-Length: 5\r\n") != std::string::npos);
  BOOST_TEST(bytes.ends_with("\r\n\r\n"));
}

// RFC 9110 §8.6
BOOST_AUTO_TEST_CASE(has_no_length_where_there_is_no_content) {
  for (const int status : {204, 304}) {
    const std::string bytes = printAnswer({.status = status, .body = "not sent"}, kFrame);
    BOOST_TEST(bytes.find("Content-Length") == std::string::npos);
    BOOST_TEST(bytes.ends_with("\r\n\r\n"));
  }
}

BOOST_AUTO_TEST_CASE(leaves_out_what_is_the_servers_to_add) {
  const HttpResponse response{.headers = {{"content-length", "9"},
                                          {"TRANSFER-ENCODING", "chunked"},
                                          {"Connection", "upgrade"},
                                          {"Date", "today"},
                                          {"x-request-id", "theirs"},
                                          {"ETag", "\"1\""}}};
  AnswerFrame frame = kFrame;
  frame.keepAlive = false;
  BOOST_TEST(printAnswer(response, frame) ==
             "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nX-Request-Id: 0123456789abcdef\r\n"
             "Connection: close\r\nContent-Length: 0\r\nETag: \"1\"\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(refuses_what_would_break_the_framing) {
  for (const int status : {0, 42, 100, 199, 600}) {
    BOOST_CHECK_THROW(checkAnswer({.status = status}), std::invalid_argument);
  }
  BOOST_CHECK_THROW(checkAnswer({.headers = {{"Location", "a\r\nSet-Cookie: b"}}}), std::invalid_argument);
  BOOST_CHECK_THROW(checkAnswer({.headers = {{"Loca tion", "a"}}}), std::invalid_argument);
  BOOST_CHECK_THROW(checkAnswer({.headers = {{"", "a"}}}), std::invalid_argument);
  BOOST_CHECK_NO_THROW(checkAnswer({.headers = {{"Location", "/Users/J\xC3\xBCrgen"}}}));
}

BOOST_AUTO_TEST_SUITE_END()
