#include <atomic>
#include <boost/test/unit_test.hpp>
#include <deque>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "RawClient.h"
#include "TestServer.h"

using namespace scim2ldap::connector;
using namespace std::chrono_literals;

namespace {

ServerSettings oneAtATime() {
  ServerSettings settings = testSettings();
  settings.maxConnections = 1;
  return settings;
}

/// The only client that it serves waits for its answer.
struct BusyServer {
  TestServer test{oneAtATime()};
  RawClient busy{test.server.port()};
  BusyServer() {
    busy.send(get("/slow"));
    BOOST_REQUIRE(test.handler.waitForRequests(1));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(HttpServerSuite)

BOOST_AUTO_TEST_CASE(says_where_it_listens) {
  TestServer test;
  BOOST_TEST(test.server.port() != 0);
  const auto messages = test.log.messages("HTTP_LISTENING");
  BOOST_REQUIRE(messages.size() == 1U);
  BOOST_TEST(messages[0].find("port")->asInteger() == test.server.port());
}

BOOST_AUTO_TEST_CASE(says_why_it_cannot_listen) {
  TestServer test;
  ServerSettings taken = testSettings();
  taken.port = test.server.port();
  const auto names = [&](const std::string& part) {
    return [part](const std::runtime_error& error) {
      return std::string(error.what()).find(part) != std::string::npos;
    };
  };
  BOOST_CHECK_EXCEPTION(TestServer{taken}, std::runtime_error,
                        names("127.0.0.1 port " + std::to_string(taken.port)));
  ServerSettings wrong = testSettings();
  wrong.address = "256.1.1.1";
  BOOST_CHECK_EXCEPTION(TestServer{wrong}, std::runtime_error, names("256.1.1.1"));
}

BOOST_AUTO_TEST_CASE(serves_eight_clients_at_once_without_mixing_them_up) {
  TestServer test;
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> clients;
    for (int number = 0; number < 8; ++number) {
      clients.emplace_back([&test, &right, number] {
        RawClient client(test.server.port());
        for (int count = 0; count < 50; ++count) {
          const std::string body(static_cast<std::size_t>(number) * 1000 + 1,
                                 static_cast<char>('a' + number));
          const std::string path = "/" + std::to_string(number) + "/" + std::to_string(count);
          const RawAnswer answer = client.ask("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " +
                                              std::to_string(body.size()) + "\r\n\r\n" + body);
          right += answer.status == 200 && answer.body == "POST " + path + "? " + body ? 1 : 0;
        }
      });
    }
  }
  BOOST_TEST(right == 8 * 50);
}

BOOST_AUTO_TEST_CASE(serves_a_live_client_among_200_idle_ones) {
  ServerSettings settings = testSettings();
  settings.maxConnections = 8;
  TestServer test(settings);
  RawClient early(test.server.port());
  BOOST_TEST(early.ask(get("/early")).status == 200);
  std::deque<RawClient> idle;
  for (int count = 0; count < 200; ++count) {
    idle.emplace_back(test.server.port());
    if (count % 10 == 0) {
      RawClient live(test.server.port());
      BOOST_TEST(live.ask(get("/live")).status == 200);
    }
  }
  RawClient late(test.server.port());
  BOOST_TEST(late.ask(get("/late")).status == 200);
}

BOOST_AUTO_TEST_CASE(a_silent_client_that_gives_way_gets_an_answer) {
  ServerSettings settings = testSettings();
  settings.maxConnections = 1;
  TestServer test(settings);
  RawClient silent(test.server.port());
  RawClient live(test.server.port());
  BOOST_TEST(live.ask(get("/live")).status == 200);
  const RawAnswer told = silent.ask(get("/too-late"));
  // A request that comes before its thread has looked is answered.
  BOOST_TEST((told.status == 503 || told.status == 200), told.status);
  if (told.status == 503) BOOST_TEST(told.headers.at("retry-after") == "1");
}

BOOST_AUTO_TEST_CASE(tells_surplus_clients_to_come_back_while_all_are_busy) {
  ServerSettings settings = testSettings();
  settings.maxConnections = 2;
  TestServer test(settings);
  RawClient first(test.server.port());
  RawClient second(test.server.port());
  first.send(get("/slow"));
  second.send(get("/slow"));
  BOOST_REQUIRE(test.handler.waitForRequests(2));
  for (int count = 0; count < 20; ++count) {
    RawClient surplus(test.server.port());
    const RawAnswer answer = surplus.ask(get("/"));
    BOOST_TEST(answer.status == 503);
    BOOST_TEST(answer.headers.at("retry-after") == "1");
    BOOST_TEST(surplus.isClosed());
  }
  test.handler.release();
  BOOST_TEST(first.readAnswer().status == 200);
  BOOST_TEST(second.readAnswer().status == 200);
  // The two keep their places for a second; the client that comes back as told gets one then.
  int status = 503;
  for (int attempt = 0; status == 503 && attempt < 20; ++attempt) {
    status = RawClient(test.server.port()).ask(get("/")).status;
    if (status == 503) std::this_thread::sleep_for(1s);
  }
  BOOST_TEST(status == 200);
}

BOOST_FIXTURE_TEST_CASE(tells_a_crowd_that_comes_at_once_to_come_back, BusyServer) {
  std::deque<RawClient> crowd;
  for (int count = 0; count < 200; ++count) crowd.emplace_back(test.server.port());
  for (; !crowd.empty(); crowd.pop_front()) BOOST_TEST(crowd.front().ask(get("/")).status == 503);
  test.handler.release();
  BOOST_TEST(busy.readAnswer().status == 200);
}

BOOST_FIXTURE_TEST_CASE(serves_the_running_though_surplus_clients_say_nothing, BusyServer) {
  std::deque<RawClient> silent;
  for (int count = 0; count < 100; ++count) silent.emplace_back(test.server.port());
  test.handler.release();
  BOOST_TEST(busy.readAnswer().status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
