#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/ProcessStatus.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TcpProxy.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kTimeout = 700ms;  ///< of connecting, of an operation, and of waiting for a connection
const std::string kTimeouts =
    "connect_timeout = \"700ms\"\noperation_timeout = \"700ms\"\nlease_timeout = \"700ms\"";
/// Far more than the timeouts of a call add up to; what hangs takes longer.
constexpr auto kAnsweredWithin = 4 * kTimeout + 8s;
constexpr auto kPatience = 30s;
constexpr int kClients = 64;  ///< as many as the connector serves at once
constexpr int kWriters = 40;
/// 64 connections, 4 that tell surplus ones so, and those of listeners and watches.
constexpr int kMostThreads = 64 + 4 + 24;
constexpr std::int64_t kMostGrowthKiB = std::int64_t{96} * 1024;

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

std::string ldapUri(const TcpProxy& proxy) {
  return "ldap://127.0.0.1:" + std::to_string(proxy.port());
}

ConnectorOptions over(const TcpProxy& proxy, const std::string& directoryLines = "") {
  ConnectorOptions options;
  options.uris = "[\"" + ldapUri(proxy) + "\"]";
  options.directoryLines = directoryLines;
  return options;
}

struct Fixture {
  TemporarySlapd slapd{withPolicy()};
  TcpProxy proxy{slapd.port()};
  ConnectorProcess connector{slapd, over(proxy, kTimeouts)};
  ScimClient client{connector};
  std::string user = "/Users/" + client.makeUser("alice", "Alice A");
  std::array<std::string, 4> others{makeOther(0), makeOther(1), makeOther(2), makeOther(3)};
  std::string group = "/Groups/" + client.makeGroup("Leads");
  std::string otherGroup = "/Groups/" + client.makeGroup("Others");

  [[nodiscard]] std::string makeOther(int number) const {
    return "/Users/" + client.makeUser("other" + std::to_string(number), "Other");
  }
  [[nodiscard]] int ready() const { return sendHttp("GET", connector.adminUrl() + "/readyz").status; }

  [[nodiscard]] static std::string patchBody(const std::string& operation) {
    return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" + operation +
           "]}";
  }
  /// One of every kind of call that needs the directory, all at once and about different resources.
  [[nodiscard]] std::vector<ScimAnswer> everyCall() const {
    const std::string join =
        patchBody(R"({"op":"add","path":"members","value":[{"value":")" + user.substr(7) + "\"}]}");
    const std::vector<std::array<std::string, 3>> calls{
        {"GET", user, ""},
        {"GET", "/Users", ""},
        {"GET", "/Users?filter=userName+eq+%22alice%22", ""},
        {"GET", "/Users?sortBy=userName", ""},
        {"GET", "/Groups?excludedAttributes=members", ""},
        {"POST", "/.search", R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]})"},
        {"POST", "/Users", R"({"userName":"bob","displayName":"Bob"})"},
        {"PUT", others[0], R"({"userName":"other0","displayName":"Other B"})"},
        {"PATCH", others[1], patchBody(R"({"op":"replace","path":"title","value":"Boss"})")},
        {"PATCH", others[2], patchBody(R"({"op":"replace","path":"active","value":false})")},
        {"DELETE", others[3], ""},
        {"PATCH", group, join},
        {"DELETE", otherGroup, ""}};
    std::vector<ScimAnswer> answers(calls.size());
    std::vector<std::jthread> clients;
    for (std::size_t i = 0; i < calls.size(); ++i) {
      clients.emplace_back([&, i] { answers[i] = client.send(calls[i][0], calls[i][1], calls[i][2]); });
    }
    clients.clear();
    return answers;
  }
  void expectAway() const {
    const auto begin = Clock::now();
    const std::vector<ScimAnswer> answers = everyCall();
    BOOST_TEST((Clock::now() - begin < kAnsweredWithin));
    for (const ScimAnswer& answer : answers) {
      BOOST_TEST(answer.status == 503);
      BOOST_TEST(!answer.retryAfter.empty());
      BOOST_TEST(answer.body.stringAt("status") == "503");
    }
    BOOST_TEST(ready() == 503);
    BOOST_TEST(sendHttp("GET", connector.adminUrl() + "/healthz").status == 200);
    BOOST_TEST(connector.log().find("DIRECTORY_AWAY") != std::string::npos);
  }
  /// The next calls work, without a restart and without more than a second of waiting for it.
  void expectBack() const {
    constexpr int kMostRefused = 4;
    constexpr auto kPause = 250ms;
    int refused = 0;
    for (bool isBack = false; !isBack && refused <= kMostRefused;) {
      const auto begin = Clock::now();
      isBack = client.send("GET", "/Users?count=0").status == 200;
      BOOST_TEST((Clock::now() - begin < kAnsweredWithin));
      if (isBack) break;
      ++refused;
      std::this_thread::sleep_for(kPause);
    }
    BOOST_TEST(refused <= kMostRefused);
    const auto end = Clock::now() + kPatience;
    while (ready() != 200 && Clock::now() < end) std::this_thread::sleep_for(50ms);
    BOOST_TEST(ready() == 200);
    const ScimAnswer again = client.send("POST", "/Users", R"({"userName":"carol","displayName":"Carol"})");
    BOOST_TEST(again.status == 201);
    const std::size_t back = connector.log().find("DIRECTORY_BACK");
    BOOST_TEST(back != std::string::npos);
    BOOST_TEST(connector.log().find("DIRECTORY_BACK", back + 1) == std::string::npos);
  }
};

/// Forty clients that want to change the same user. \returns the statuses
std::map<int, int> changeOneUser(const Fixture& fixture) {
  std::map<int, int> statuses;
  std::mutex mutex;
  std::vector<std::jthread> clients;
  for (int number = 0; number < kWriters; ++number) {
    clients.emplace_back([&, number] {
      int status = -1;
      try {
        status = fixture.client.patch(fixture.user, "replace", "title", "\"T" + std::to_string(number) + '"');
      } catch (const std::exception&) {  // the connector has ended
      }
      const std::lock_guard lock(mutex);
      ++statuses[status];
    });
  }
  clients.clear();
  return statuses;
}

/// As many clients as there are places, each with a call of every second kind. \returns the statuses
std::map<int, int> askFromEverywhere(const Fixture& fixture, int rounds) {
  std::map<int, int> statuses;
  std::mutex mutex;
  std::vector<std::jthread> clients;
  for (int number = 0; number < kClients; ++number) {
    clients.emplace_back([&, number] {
      for (int round = 0; round < rounds; ++round) {
        const std::string name = "c" + std::to_string(number) + "-" + std::to_string(round);
        const ScimAnswer answer =
            number % 2 == 0 ? fixture.client.send("GET", fixture.user)
                            : fixture.client.send("POST", "/Users",
                                                  R"({"userName":")" + name + R"(","displayName":"C"})");
        const std::lock_guard lock(mutex);
        ++statuses[answer.status];
        if (answer.status == 503 && answer.retryAfter.empty()) ++statuses[0];
      }
    });
  }
  clients.clear();
  return statuses;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(DirectoryAway, Fixture)

BOOST_AUTO_TEST_CASE(stopped_is_503_everywhere_and_forgotten_at_its_return) {
  slapd.stop();
  proxy.dropAll();
  expectAway();
  slapd.start();
  expectBack();
}

BOOST_AUTO_TEST_CASE(refused_connections_are_503_everywhere_and_forgotten_at_its_return) {
  proxy.setFates([] { return ConnectionFate{.toServer = 0}; });
  proxy.dropAll();
  expectAway();
  proxy.setFates({});
  expectBack();
}

BOOST_AUTO_TEST_CASE(black_holed_is_503_everywhere_and_forgotten_at_its_return) {
  proxy.blackHole(true);
  expectAway();
  proxy.blackHole(false);
  expectBack();
}

BOOST_AUTO_TEST_CASE(frozen_is_503_everywhere_and_forgotten_at_its_return) {
  slapd.pause();
  expectAway();
  slapd.resume();
  expectBack();
}

BOOST_AUTO_TEST_CASE(who_waits_for_the_same_entry_does_not_wait_for_the_directory_one_after_the_other) {
  static_cast<void>(askFromEverywhere(*this, 1));  // all connections are made
  slapd.pause();
  const auto begin = Clock::now();
  const auto statuses = changeOneUser(*this);
  BOOST_TEST((Clock::now() - begin < kAnsweredWithin));
  BOOST_TEST((statuses == std::map<int, int>{{503, kWriters}}));
  slapd.resume();
  expectBack();
}

BOOST_AUTO_TEST_CASE(the_end_is_not_held_up_by_those_who_wait_for_the_same_entry) {
  slapd.pause();
  const auto begin = Clock::now();
  std::jthread writers([&] { static_cast<void>(changeOneUser(*this)); });
  std::this_thread::sleep_for(kTimeout / 2);
  BOOST_TEST(connector.stop() == 0);
  BOOST_TEST((Clock::now() - begin < kAnsweredWithin));
  writers.join();
  slapd.resume();
}

BOOST_AUTO_TEST_CASE(sixty_four_clients_get_their_503_and_pile_nothing_up) {
  BOOST_TEST(askFromEverywhere(*this, 1)[201] > 0);  // all connections and threads are made
  const std::int64_t before = statusOf(connector, "VmRSS");
  proxy.blackHole(true);
  std::atomic<std::int64_t> threads = 0;
  std::jthread watch([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      threads = std::max(threads.load(), statusOf(connector, "Threads"));
      std::this_thread::sleep_for(20ms);
    }
  });
  const auto begin = Clock::now();
  const auto statuses = askFromEverywhere(*this, 2);
  const auto lasted = Clock::now() - begin;
  watch.request_stop();
  watch.join();
  BOOST_TEST((statuses == std::map<int, int>{{503, 2 * kClients}}));
  BOOST_TEST((lasted < 2 * kAnsweredWithin));
  BOOST_TEST(threads <= kMostThreads);
  BOOST_TEST(statusOf(connector, "VmRSS") - before < kMostGrowthKiB);
  proxy.blackHole(false);
  expectBack();
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(SlowDirectory)

BOOST_AUTO_TEST_CASE(makes_some_wait_and_tells_others_to_come_back_before_memory_grows) {
  TemporarySlapd slapd(withPolicy());
  TcpProxy proxy(slapd.port());
  const ConnectorProcess connector(
      slapd, over(proxy, "max_connections = 4\nlease_timeout = \"300ms\"\noperation_timeout = \"5s\""));
  const ScimClient client(connector);
  const std::string user = "/Users/" + client.makeUser("alice", "Alice A");
  const std::int64_t before = statusOf(connector, "VmRSS");
  proxy.setFates([] { return ConnectionFate{.delayMs = 150}; });
  proxy.dropAll();
  std::atomic<int> served = 0;
  std::atomic<int> sentBack = 0;
  std::atomic<int> others = 0;
  {
    std::vector<std::jthread> clients;
    for (int number = 0; number < kClients; ++number) {
      clients.emplace_back([&] {
        for (int round = 0; round < 2; ++round) {
          const ScimAnswer answer = client.send("GET", user);
          if (answer.status == 200)
            ++served;
          else if (answer.status == 503 && !answer.retryAfter.empty())
            ++sentBack;
          else
            ++others;
        }
      });
    }
  }
  BOOST_TEST(served > 0);
  BOOST_TEST(sentBack > 0);
  BOOST_TEST(others == 0);
  BOOST_TEST(statusOf(connector, "Threads") <= kMostThreads);
  BOOST_TEST(statusOf(connector, "VmRSS") - before < kMostGrowthKiB);
  proxy.setFates({});
  proxy.dropAll();
  BOOST_TEST(client.send("GET", user).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(TwoDirectories)

/// Two servers, told apart by who is there. What they hold is kept equal by others; here by the test.
BOOST_AUTO_TEST_CASE(the_second_takes_over_and_the_first_is_preferred_again_when_it_is_back) {
  TemporarySlapd slapd(withPolicy());
  TcpProxy first(slapd.port());
  TcpProxy second(slapd.port());
  ConnectorOptions options;
  options.uris = "[\"" + ldapUri(first) + "\", \"" + ldapUri(second) + "\"]";
  const ConnectorProcess connector(slapd, options);
  const ScimClient client(connector);
  const std::string user = "/Users/" + client.makeUser("alice", "Alice A");
  BOOST_TEST(second.connections() == 0U);

  first.setFates([] { return ConnectionFate{.toServer = 0}; });
  first.dropAll();
  for (int count = 0; count < 5; ++count) {
    BOOST_TEST(client.send("GET", user).status == 200);
    BOOST_TEST(client.patch(user, "replace", "title", "\"T" + std::to_string(count) + "\"") == 200);
  }
  BOOST_TEST(second.connections() > 0U);

  first.setFates({});
  const std::size_t before = first.connections();
  const auto end = Clock::now() + kPatience;
  while (first.connections() == before && Clock::now() < end) {
    BOOST_TEST(client.send("GET", user).status == 200);
    std::this_thread::sleep_for(100ms);
  }
  BOOST_TEST(first.connections() > before);
  // It serves alone, then.
  second.setFates([] { return ConnectionFate{.toServer = 0}; });
  second.dropAll();
  BOOST_TEST(client.send("GET", user).status == 200);
  BOOST_TEST(client.patch(user, "replace", "title", "\"Last\"") == 200);
}

BOOST_AUTO_TEST_SUITE_END()
