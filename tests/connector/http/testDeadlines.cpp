#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "RawClient.h"
#include "TestServer.h"

using namespace scim2ldap::connector;
using namespace std::chrono_literals;

namespace {

/// Sends a byte every 50 ms until the test ends: slow, but never silent for long.
class Dribble {
 public:
  Dribble(RawClient& client, char byte)
      : thread_([&client, byte](const std::stop_token& stop) {
          while (!stop.stop_requested() && client.send(std::string_view(&byte, 1)))
            std::this_thread::sleep_for(50ms);
        }) {}

 private:
  std::jthread thread_;
};

ServerSettings impatient(std::chrono::milliseconds ServerSettings::* deadline) {
  ServerSettings settings = testSettings();
  settings.*deadline = 400ms;
  return settings;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(DeadlinesSuite)

BOOST_AUTO_TEST_CASE(end_a_header_that_dribbles_in) {
  TestServer test(impatient(&ServerSettings::headerTimeout));
  RawClient client(test.server.port());
  client.send("GET / HTTP/1.1\r\nX: ");
  const Dribble dribble(client, 'a');
  BOOST_TEST(client.readAnswer().status == 408);
  BOOST_TEST(client.isClosed());
}

BOOST_AUTO_TEST_CASE(end_a_body_that_dribbles_in) {
  TestServer test(impatient(&ServerSettings::requestTimeout));
  RawClient client(test.server.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n");
  const Dribble dribble(client, 'a');
  BOOST_TEST(client.readAnswer().status == 408);
  BOOST_TEST(client.isClosed());
  BOOST_TEST(test.handler.requests().empty());
}

BOOST_AUTO_TEST_CASE(end_a_chunk_that_does_not_come) {
  TestServer test(impatient(&ServerSettings::requestTimeout));
  RawClient client(test.server.port());
  BOOST_TEST(client.ask("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe").status ==
             408);
  BOOST_TEST(test.handler.requests().empty());
}

BOOST_AUTO_TEST_CASE(close_silently_where_nothing_was_asked) {
  TestServer first(impatient(&ServerSettings::headerTimeout));
  RawClient silent(first.server.port());
  BOOST_TEST(silent.isClosed());
  TestServer second(impatient(&ServerSettings::idleTimeout));
  RawClient idle(second.server.port());
  BOOST_TEST(idle.ask(get("/")).status == 200);
  BOOST_TEST(idle.isClosed());
}

BOOST_AUTO_TEST_CASE(do_not_touch_a_slow_handler) {
  ServerSettings settings = testSettings();
  settings.headerTimeout = settings.requestTimeout = settings.idleTimeout = 200ms;
  TestServer test(settings);
  RawClient client(test.server.port());
  client.send(get("/slow"));
  BOOST_TEST(client.isSilent(600ms));
  test.handler.release();
  BOOST_TEST(client.readAnswer().status == 200);
}

BOOST_AUTO_TEST_CASE(count_from_the_start_of_each_request) {
  TestServer test(impatient(&ServerSettings::headerTimeout));
  RawClient client(test.server.port());
  for (int count = 0; count < 5; ++count) {
    BOOST_TEST(client.ask(get("/")).status == 200);
    std::this_thread::sleep_for(150ms);
  }
}

BOOST_AUTO_TEST_SUITE_END()
