#include <boost/test/unit_test.hpp>
#include <set>

#include "RawClient.h"
#include "TestServer.h"

using namespace scim2ldap::connector;
using namespace std::chrono_literals;

namespace {

const std::string kHost = "Host: scim.example\r\n";
/// What a smuggler hides behind the request that it wants to be misunderstood.
const std::string kSmuggled = "GET /smuggled HTTP/1.1\r\n" + kHost + "\r\n";

struct RefusalCase {
  const char* name;
  std::string bytes;
  int status;
  bool endsThere = false;  ///< the client sends FIN behind the bytes
};
std::string post(const std::string& fields, const std::string& body = "") {
  return "POST /Users HTTP/1.1\r\n" + kHost + fields + "\r\n" + body;
}

const RefusalCase kRefusals[] = {
    {"length_and_encoding",
     post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") + kSmuggled, 400},
    {"two_lengths", post("Content-Length: 0\r\nContent-Length: 44\r\n") + kSmuggled, 400},
    {"length_negative", post("Content-Length: -5\r\n") + kSmuggled, 400},
    {"length_with_plus", post("Content-Length: +5\r\n", "12345") + kSmuggled, 400},
    {"length_above_64_bits", post("Content-Length: 99999999999999999999\r\n"), 413},
    {"space_before_colon", post("Content-Length : 5\r\n", "12345") + kSmuggled, 400},
    {"gzip_chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n") + kSmuggled, 501},
    {"no_colon", post("Content-Length: 0\r\nGarbage\r\n") + kSmuggled, 400},
    {"folded", post("Content-Length: 0\r\nX: a\r\n b\r\n") + kSmuggled, 400},
    {"bare_lf", "GET / HTTP/1.1\nHost: a\n\n", 400},
    {"no_host", "GET / HTTP/1.1\r\n\r\n", 400},
    {"two_hosts", "GET / HTTP/1.1\r\n" + kHost + kHost + "\r\n", 400},
    {"http_9_9", "GET / HTTP/9.9\r\n" + kHost + "\r\n", 505},
    {"chunk_garbage", post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\ngarbage\r\n") + kSmuggled, 400},
    {"chunk_longer", post("Transfer-Encoding: chunked\r\n", "4\r\nhello\r\n0\r\n\r\n"), 400},
    {"chunks_cut_short", post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n"), 400, true},
    {"last_chunk_cut_short", post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n"), 400, true},
    {"body_cut_short", post("Content-Length: 10\r\n", "12345"), 400, true},
    {"head_cut_short", "GET / HTTP/1.1\r\nHost: a\r\n", 400, true},
    {"no_length", post(""), 411},
    {"body_too_large", post("Content-Length: 65537\r\n", std::string(65537, 'a')), 413},
    {"chunks_too_large", post("Transfer-Encoding: chunked\r\n", "10001\r\n" + std::string(65537, 'a')), 413},
    {"target_too_long", "GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n" + kHost + "\r\n", 414},
    {"header_too_large", "GET / HTTP/1.1\r\nX: " + std::string(40'000, 'a') + "\r\n\r\n", 431},
    {"expectation", post("Expect: miracles\r\nContent-Length: 1\r\n", "a"), 417},
    {"fragment", "GET /a#b HTTP/1.1\r\n" + kHost + "\r\n", 400},
    {"tls_greeting", "\x16\x03\x01\x02", 400},
    {"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ConnectionSuite, TestServer)

// One server for all: starting and ending one takes a quarter of a second.
BOOST_AUTO_TEST_CASE(refuses_and_closes) {
  for (const RefusalCase& c : kRefusals) {
    BOOST_TEST_CONTEXT(c.name) {
      RawClient client(server.port());
      client.send(c.bytes);
      if (c.endsThere) client.shutdownSending();
      const RawAnswer answer = client.readAnswer();
      BOOST_TEST_REQUIRE(answer.status == c.status);
      BOOST_TEST(answer.body.starts_with("refused: "), answer.body);
      BOOST_TEST(answer.headers.at("connection") == "close");
      BOOST_TEST(answer.headers.at("x-request-id").size() == 16U);
      BOOST_TEST(answer.headers.contains("date"));
      BOOST_TEST(client.isClosed());
      BOOST_TEST(handler.requests().empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(hands_on_what_was_sent) {
  RawClient client(server.port());
  const RawAnswer answer = client.ask("PATCH /Users/%C3%BC?a=%20b&c HTTP/1.1\r\n" + kHost +
                                      "Content-Length: 5\r\nauthorization: Bearer x\r\n\r\nhello");
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.body == "PATCH /Users/%C3%BC?a=%20b&c hello");
  BOOST_TEST(!answer.headers.contains("server"));
  const HttpRequest request = handler.requests().at(0);
  BOOST_TEST(request.header("Authorization") == "Bearer x");
  BOOST_TEST(request.header("Host") == "scim.example");
  BOOST_TEST(request.peer == "127.0.0.1");
  BOOST_TEST(request.requestId == answer.headers.at("x-request-id"));
  BOOST_TEST(!request.tls);
}

BOOST_AUTO_TEST_CASE(takes_the_host_of_an_absolute_target) {
  RawClient client(server.port());
  BOOST_TEST(client.ask("GET http://other.example/a HTTP/1.1\r\n" + kHost + "\r\n").body == "GET /a? ");
  BOOST_TEST(handler.requests().at(0).header("Host") == "other.example");
}

BOOST_AUTO_TEST_CASE(gives_every_request_an_id_of_its_own) {
  RawClient client(server.port());
  std::set<std::string> ids;
  for (int count = 0; count < 20; ++count) ids.insert(client.ask(get("/")).headers.at("x-request-id"));
  BOOST_TEST(ids.size() == 20U);
}

BOOST_AUTO_TEST_CASE(answers_pipelined_requests_in_order) {
  RawClient client(server.port());
  std::string all;
  for (int count = 0; count < 50; ++count) {
    all += get("/" + std::to_string(count)) + post("Content-Length: 2\r\n", "ab") +
           post("Transfer-Encoding: chunked\r\n", "2\r\ncd\r\n0\r\n\r\n");
  }
  client.send(all);
  for (int count = 0; count < 50; ++count) {
    BOOST_TEST(client.readAnswer().body == "GET /" + std::to_string(count) + "? ");
    BOOST_TEST(client.readAnswer().body == "POST /Users? ab");
    BOOST_TEST(client.readAnswer().body == "POST /Users? cd");
  }
}

BOOST_AUTO_TEST_CASE(stays_in_step_behind_a_delete_with_a_body) {
  RawClient client(server.port());
  client.send("DELETE /Users/1 HTTP/1.1\r\n" + kHost + "Content-Length: 44\r\n\r\n" +
              kSmuggled.substr(0, 44) + get("/next"));
  BOOST_TEST(client.readAnswer().body.starts_with("DELETE /Users/1? GET /smuggled"));
  BOOST_TEST(client.readAnswer().body == "GET /next? ");
  BOOST_TEST(handler.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(answers_head_without_a_body_and_stays_in_step) {
  RawClient client(server.port());
  client.send("HEAD /a HTTP/1.1\r\n" + kHost + "\r\n" + get("/b"));
  const RawAnswer head = client.readAnswer(true);
  BOOST_TEST(head.status == 200);
  BOOST_TEST(head.headers.at("content-length") == "9");
  BOOST_TEST(client.readAnswer().body == "GET /b? ");
}

BOOST_AUTO_TEST_CASE(answers_204_without_length_and_stays_in_step) {
  RawClient client(server.port());
  client.send(get("/empty") + get("/b"));
  const RawAnswer empty = client.readAnswer();
  BOOST_TEST(empty.status == 204);
  BOOST_TEST(!empty.headers.contains("content-length"));
  BOOST_TEST(client.readAnswer().body == "GET /b? ");
}

BOOST_AUTO_TEST_CASE(says_continue_when_asked) {
  RawClient client(server.port());
  client.send(post("Expect: 100-continue\r\nContent-Length: 5\r\n"));
  BOOST_TEST(client.readAnswer().status == 100);
  BOOST_TEST(client.ask("hello").body == "POST /Users? hello");
}

BOOST_AUTO_TEST_CASE(does_not_say_continue_to_a_body_that_is_too_large) {
  RawClient client(server.port());
  BOOST_TEST(client.ask(post("Expect: 100-continue\r\nContent-Length: 65537\r\n")).status == 413);
  BOOST_TEST(client.isClosed());
}

BOOST_AUTO_TEST_CASE(lets_a_refused_client_finish_sending) {
  RawClient client(server.port());
  const std::string body(std::size_t{16} * 1024 * 1024, 'a');
  BOOST_TEST(client.send(post("Content-Length: " + std::to_string(body.size()) + "\r\n", body)));
  BOOST_TEST(client.readAnswer().status == 413);
}

BOOST_AUTO_TEST_CASE(closes_when_the_client_asks_for_it) {
  RawClient client(server.port());
  const RawAnswer answer = client.ask("GET / HTTP/1.1\r\n" + kHost + "Connection: close\r\n\r\n");
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.headers.at("connection") == "close");
  BOOST_TEST(client.isClosed());
}

BOOST_AUTO_TEST_CASE(serves_http_1_0) {
  RawClient client(server.port());
  const RawAnswer kept = client.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  BOOST_TEST(kept.headers.at("connection") == "keep-alive");
  const RawAnswer last = client.ask("GET / HTTP/1.0\r\n\r\n");
  BOOST_TEST(last.headers.at("connection") == "close");
  BOOST_TEST(client.isClosed());
}

BOOST_AUTO_TEST_CASE(closes_behind_the_thousandth_request) {
  RawClient client(server.port());
  for (int count = 1; count < 1000; ++count) {
    BOOST_REQUIRE(client.ask(get("/")).headers.at("connection") == "keep-alive");
  }
  BOOST_TEST(client.ask(get("/")).headers.at("connection") == "close");
  BOOST_TEST(client.isClosed());
}

BOOST_AUTO_TEST_CASE(answers_500_for_a_handler_that_fails_and_goes_on) {
  RawClient client(server.port());
  for (const char* path : {"/throw", "/badHeader", "/badStatus"}) {
    const RawAnswer answer = client.ask(get(path));
    BOOST_TEST(answer.status == 500);
    BOOST_TEST(answer.body.find(answer.headers.at("x-request-id")) != std::string::npos);
    BOOST_TEST(answer.body.find("fault") == std::string::npos);
  }
  BOOST_TEST(client.ask(get("/")).status == 200);
  const auto messages = log.messages("HTTP_HANDLER_FAILED");
  BOOST_REQUIRE(messages.size() == 3U);
  BOOST_TEST(messages[0].stringAt("error") == "the handler's own fault");
}

BOOST_AUTO_TEST_CASE(logs_access_without_the_query) {
  RawClient client(server.port());
  const RawAnswer answer = client.ask(get("/Users?filter=userName+eq+%22a.novak%22"));
  client.ask(post("Content-Length: 65537\r\n"));
  const auto messages = log.messages("HTTP_REQUEST");
  BOOST_REQUIRE(messages.size() == 2U);
  BOOST_TEST(messages[0].stringAt("method") == "GET");
  BOOST_TEST(messages[0].stringAt("path") == "/Users");
  BOOST_TEST(messages[0].stringAt("peer") == "127.0.0.1");
  BOOST_TEST(messages[0].stringAt("requestId") == answer.headers.at("x-request-id"));
  BOOST_TEST(messages[0].find("status")->asInteger() == 200);
  BOOST_TEST(messages[0].find("durationMs")->asDouble() >= 0);
  BOOST_TEST(scim2ldap::scim::printJson(messages[0]).find("novak") == std::string::npos);
  BOOST_TEST(messages[1].stringAt("path") == "/Users");
  BOOST_TEST(messages[1].find("status")->asInteger() == 413);
  BOOST_TEST(log.messages("HTTP_REQUEST_REFUSED").at(0).stringAt("reason") ==
             "the body is larger than 65536 bytes");
}

BOOST_AUTO_TEST_CASE(logs_a_flood_of_refused_requests_once) {
  for (int count = 0; count < 100; ++count) {
    RawClient client(server.port());
    BOOST_TEST(client.ask("GET / HTTP/1.1\r\n\r\n").status == 400);
  }
  BOOST_TEST(RawClient(server.port()).ask(post("")).status == 411);
  BOOST_TEST(RawClient(server.port()).ask(get("/a")).status == 200);
  BOOST_TEST(RawClient(server.port()).ask(get("/b")).status == 200);
  BOOST_TEST(log.messages("HTTP_REQUEST_REFUSED").size() == 2U);
  BOOST_TEST(log.messages("HTTP_REQUEST").size() == 4U);  // 400, 411, and every one that was handled
}

BOOST_AUTO_TEST_SUITE_END()
