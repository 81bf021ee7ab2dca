#include <Poco/Exception.h>

#include <boost/test/unit_test.hpp>
#include <future>
#include <memory>

#include "RawClient.h"
#include "TestServer.h"

using namespace scim2ldap::connector;
using namespace std::chrono_literals;

namespace {

bool isRefused(std::uint16_t port) {
  try {
    RawClient client(port);
    return client.ask(get("/")).status == 0;
  } catch (const Poco::Exception&) {
    return true;
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(DrainSuite)

BOOST_AUTO_TEST_CASE(answers_running_requests_closes_idle_ones_and_takes_no_new_ones) {
  TestServer test;
  RawClient slow(test.server.port());
  slow.send(get("/slow"));
  BOOST_REQUIRE(test.handler.waitForRequests(1));
  RawClient fresh(test.server.port());
  RawClient idle(test.server.port());
  BOOST_TEST(idle.ask(get("/")).status == 200);
  RawClient halfway(test.server.port());
  halfway.send("POST /halfway HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  BOOST_TEST(halfway.readAnswer().status == 100);  // it is being read
  halfway.send("hel");

  auto drained = std::async(std::launch::async, [&] { return test.server.drain(); });
  BOOST_TEST(idle.isClosed());
  BOOST_TEST(fresh.isClosed());
  BOOST_TEST(isRefused(test.server.port()));
  BOOST_TEST(slow.isSilent(0ms));
  const RawAnswer halfwayAnswer = halfway.ask("lo");
  BOOST_TEST(halfwayAnswer.body == "POST /halfway? hello");
  BOOST_TEST(halfwayAnswer.headers.at("connection") == "close");
  test.handler.release();
  const RawAnswer answer = slow.readAnswer();
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.headers.at("connection") == "close");
  BOOST_TEST(drained.get());
  BOOST_TEST(slow.isClosed());
}

BOOST_AUTO_TEST_CASE(gives_up_after_its_time) {
  ServerSettings settings = testSettings();
  settings.drainTimeout = 300ms;
  TestServer test(settings);
  RawClient slow(test.server.port());
  slow.send(get("/slow"));
  BOOST_REQUIRE(test.handler.waitForRequests(1));
  BOOST_TEST(!test.server.drain());
  BOOST_TEST(slow.isClosed());
  test.handler.release();
}

BOOST_AUTO_TEST_CASE(can_be_asked_for_twice_and_of_an_idle_server) {
  TestServer test;
  BOOST_TEST(test.server.drain());
  BOOST_TEST(test.server.drain());
}

BOOST_AUTO_TEST_CASE(is_not_needed_for_a_quick_end) {
  auto test = std::make_unique<TestServer>();
  RawClient idle(test->server.port());
  BOOST_TEST(idle.ask(get("/")).status == 200);
  test.reset();
  BOOST_TEST(idle.isClosed());
}

BOOST_AUTO_TEST_SUITE_END()
