#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <mutex>
#include <thread>

#include "ldap/Error.h"
#include "ldap/Pool.h"
#include "tests/ldap/DirectoryFixture.h"
#include "tests/support/TcpProxy.h"

using namespace scim2ldap::ldap;
using namespace std::chrono_literals;
using scim2ldap::test::TcpProxy;
using scim2ldap::test::TemporarySlapd;

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kQuick = 600ms;
/// What hangs takes longer.
constexpr auto kPatience = 5s;

std::chrono::milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

template <typename Operation>
ResultCode errorOf(const Operation& operation) {
  try {
    operation();
  } catch (const Error& error) {
    return error.code();
  }
  return ResultCode::Success;
}

struct Fixture : DirectoryFixture {
  DirectorySettings quick() const {
    DirectorySettings settings = slapd.settings();
    settings.connectTimeout = settings.operationTimeout = settings.leaseTimeout = kQuick;
    return settings;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(PoolSuite, Fixture)

BOOST_AUTO_TEST_CASE(a_restart_of_the_server_between_calls_goes_unnoticed) {
  for (int round = 0; round < 3; ++round) {
    BOOST_TEST(directory.add(person("before" + std::to_string(round))).ok());
    if (round == 1)
      slapd.kill();
    else
      slapd.stop();
    slapd.start();
    BOOST_TEST(directory.add(person("after" + std::to_string(round))).ok());
  }
  slapd.stop();
  slapd.start();
  BOOST_TEST(directory.search({people, Scope::OneLevel}).size() == 6U);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_away_is_a_connect_error_and_nothing_was_done) {
  BOOST_REQUIRE(directory.add(person("anna")).ok());
  slapd.stop();
  const WriteResult result = directory.remove(personDn("anna"));
  BOOST_CHECK(result.code == ResultCode::ConnectError);
  BOOST_TEST(!result.outcomeUnknown());
  BOOST_TEST(isUnavailable(result.code));
  BOOST_CHECK(errorOf([&] { (void)directory.read(people, {}); }) == ResultCode::ConnectError);
  slapd.start();
  BOOST_TEST(directory.remove(personDn("anna")).ok());
}

BOOST_AUTO_TEST_CASE(deadlines_hold_when_the_server_stops_answering) {
  Directory impatient(quick());
  BOOST_REQUIRE(impatient.add(person("anna")).ok());
  slapd.pause();
  auto start = Clock::now();
  const WriteResult result = impatient.modify(personDn("anna"), replace("sn", {"New"}));
  BOOST_CHECK(result.code == ResultCode::Timeout);
  BOOST_TEST(result.outcomeUnknown());
  BOOST_TEST((since(start) >= kQuick - 10ms && since(start) < kPatience), since(start).count());

  start = Clock::now();  // the kernel takes the connection, but nobody answers the bind
  BOOST_CHECK(errorOf([&] { (void)impatient.read(people, {}); }) == ResultCode::ConnectError);
  BOOST_TEST((since(start) < kPatience), since(start).count());

  slapd.resume();
  // It is carried out all the same.
  const auto isNew = [&] { return stored(personDn("anna"), "sn") == "New"; };
  while (!isNew() && since(start) < kPatience) std::this_thread::sleep_for(5ms);
  BOOST_TEST(isNew());
}

BOOST_AUTO_TEST_CASE(deadlines_hold_for_requests_that_do_not_fit_into_the_socket) {
  Directory impatient(quick());
  BOOST_REQUIRE(impatient.add(person("anna")).ok());
  slapd.pause();
  const std::vector<std::string> large{std::string(std::size_t{12} << 20, 'x')};
  const auto start = Clock::now();
  const WriteResult result = impatient.modify(personDn("anna"), replace("jpegPhoto", large));
  BOOST_TEST(!result.ok());
  BOOST_TEST((since(start) < kPatience), since(start).count());
  slapd.resume();
  BOOST_TEST(impatient.read(personDn("anna"), {"sn"}).has_value());
}

BOOST_AUTO_TEST_CASE(a_server_lost_while_it_works_leaves_the_outcome_unknown) {
  TcpProxy wire(slapd.port());
  DirectorySettings settings = slapd.settings();
  settings.uris = {"ldap://127.0.0.1:" + std::to_string(wire.port())};
  settings.operationTimeout = kPatience;
  Directory lost(settings);
  BOOST_REQUIRE(lost.add(person("anna")).ok());
  wire.holdWrites(true);
  std::jthread loser([&] {
    const auto end = Clock::now() + kPatience;
    while (wire.heldWrites() == 0 && Clock::now() < end) std::this_thread::sleep_for(5ms);
    wire.dropAll();
  });
  const WriteResult result = lost.remove(personDn("anna"));
  loser.join();
  BOOST_CHECK(result.code == ResultCode::ServerDown);
  BOOST_TEST(result.outcomeUnknown());
}

BOOST_AUTO_TEST_CASE(late_answers_do_not_reach_later_requests) {
  Directory impatient(quick());
  for (const char* uid : {"anna", "bert"}) BOOST_REQUIRE(impatient.add(person(uid)).ok());
  slapd.pause();
  BOOST_CHECK(errorOf([&] { (void)impatient.read(personDn("anna"), {"uid"}); }) == ResultCode::Timeout);
  slapd.resume();
  for (int i = 0; i < 10; ++i)
    BOOST_TEST(impatient.read(personDn("bert"), {"uid"})->first("uid").value() == "bert");
}

BOOST_AUTO_TEST_CASE(no_more_connections_than_allowed_and_busy_when_none_becomes_free) {
  DirectorySettings settings = quick();
  settings.maxConnections = 2;
  Pool pool(settings, std::nullopt);
  std::optional<Pool::Lease> first(pool.acquire());
  const Pool::Lease second = pool.acquire();
  const auto start = Clock::now();
  BOOST_CHECK(errorOf([&] { (void)pool.acquire(); }) == ResultCode::Busy);
  BOOST_TEST((since(start) >= kQuick - 10ms && since(start) < kPatience), since(start).count());
  std::thread giver([&] {
    std::this_thread::sleep_for(50ms);
    first.reset();
  });
  BOOST_CHECK(errorOf([&] { (void)pool.acquire(); }) == ResultCode::Success);
  giver.join();
}

BOOST_AUTO_TEST_CASE(connections_that_cannot_be_made_do_not_use_up_the_pool) {
  DirectorySettings settings = quick();
  settings.maxConnections = 2;
  Directory small(settings);
  slapd.stop();
  for (int i = 0; i < 5; ++i)
    BOOST_CHECK(errorOf([&] { (void)small.read(people, {}); }) == ResultCode::ConnectError);
  slapd.start();
  BOOST_TEST(small.read(people, {}).has_value());
}

BOOST_AUTO_TEST_CASE(the_connection_used_last_is_used_first) {
  Pool pool(slapd.settings(), std::nullopt);
  const Connection* last = nullptr;
  {
    const Pool::Lease first = pool.acquire();
    std::optional<Pool::Lease> second(pool.acquire());
    last = &**second;
    BOOST_TEST(!second->unproven());
    second.reset();
    const Pool::Lease again = pool.acquire();
    BOOST_TEST(&*again == last);
    BOOST_TEST(again.unproven());
  }
}

BOOST_AUTO_TEST_CASE(another_server_takes_over_and_gives_back) {
  TemporarySlapd other;
  DirectorySettings settings = quick();
  settings.uris = {slapd.uri(), other.uri()};
  Directory pair(settings);
  BOOST_REQUIRE(pair.add(person("anna")).ok());  // on the first alone: tells the two apart
  BOOST_TEST(pair.read(personDn("anna"), {}).has_value());
  slapd.stop();
  BOOST_TEST(!pair.read(personDn("anna"), {}));
  slapd.start();
  BOOST_TEST(!pair.read(personDn("anna"), {}));  // left in peace for a while
  other.stop();
  BOOST_TEST(pair.read(personDn("anna"), {}).has_value());
}

BOOST_AUTO_TEST_CASE(the_better_server_is_preferred_again_when_it_is_back) {
  TemporarySlapd other;
  DirectorySettings settings = slapd.settings();
  settings.uris = {slapd.uri(), other.uri()};
  Pool pool(settings, std::nullopt, 200ms);
  BOOST_REQUIRE(directory.add(person("anna")).ok());
  const auto onFirst = [&] {
    std::vector<Entry> entries;
    return pool.acquire()->search({personDn("anna"), Scope::Base}, {}, entries).code == ResultCode::Success;
  };
  slapd.stop();
  BOOST_TEST(!onFirst());
  slapd.start();
  std::this_thread::sleep_for(250ms);
  BOOST_TEST(onFirst());
}

BOOST_AUTO_TEST_CASE(one_caller_finds_out_whether_the_better_server_is_back_and_the_others_keep_theirs) {
  TcpProxy deaf(slapd.port());
  deaf.blackHole(true);
  DirectorySettings settings = quick();
  settings.uris = {"ldap://127.0.0.1:" + std::to_string(deaf.port()), slapd.uri()};
  constexpr auto kRetryInterval = 2s;
  Pool pool(settings, std::nullopt, kRetryInterval);
  const auto acquireEight = [&] {
    std::mutex mutex;
    std::vector<Pool::Lease> leases;
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < 8; ++caller) {
      callers.emplace_back([&] {
        static_cast<void>(errorOf([&] {
          Pool::Lease lease = pool.acquire();
          const std::lock_guard lock(mutex);
          leases.push_back(std::move(lease));
        }));
      });
    }
    callers.clear();
    BOOST_TEST(leases.size() == 8U);
  };
  (void)pool.acquire();
  acquireEight();
  BOOST_TEST(deaf.connections() == 1U);
  std::this_thread::sleep_for(kRetryInterval);
  acquireEight();
  BOOST_TEST(deaf.connections() == 2U);
}

BOOST_AUTO_TEST_CASE(who_waits_while_no_server_can_be_reached_does_not_try_in_vain_as_well) {
  TcpProxy deaf(slapd.port());
  deaf.blackHole(true);
  DirectorySettings settings = quick();
  settings.uris = {"ldap://127.0.0.1:" + std::to_string(deaf.port())};
  settings.connectTimeout = 1s;
  settings.leaseTimeout = 20s;
  settings.maxConnections = 1;
  Pool pool(settings, std::nullopt);
  std::atomic<int> refused = 0;
  {
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < 8; ++caller) {
      callers.emplace_back([&] {
        if (errorOf([&] { (void)pool.acquire(); }) == ResultCode::ConnectError) ++refused;
      });
    }
  }
  BOOST_TEST(refused == 8);
  BOOST_TEST(deaf.connections() < 4U);
  deaf.blackHole(false);
  BOOST_CHECK(errorOf([&] { (void)pool.acquire(); }) == ResultCode::Success);
}

BOOST_AUTO_TEST_CASE(who_waits_gets_a_connection_that_works_although_another_cannot_be_made) {
  TcpProxy proxy(slapd.port());
  DirectorySettings settings = quick();
  settings.uris = {"ldap://127.0.0.1:" + std::to_string(proxy.port())};
  settings.connectTimeout = 2s;
  settings.leaseTimeout = 20s;
  settings.maxConnections = 2;
  Pool pool(settings, std::nullopt);
  std::optional<Pool::Lease> working(pool.acquire());
  proxy.blackHole(true);
  std::atomic<int> failed = 0;
  std::atomic<int> served = 0;
  std::vector<std::jthread> callers;
  for (int caller = 0; caller < 3; ++caller) {
    callers.emplace_back([&] {
      const ResultCode code = errorOf([&] { (void)pool.acquire(); });
      ++(code == ResultCode::Success ? served : failed);
    });
  }
  const auto end = Clock::now() + 20s;
  while (failed == 0 && Clock::now() < end) std::this_thread::sleep_for(1ms);
  BOOST_TEST(failed == 1);
  proxy.blackHole(false);
  working.reset();
  callers.clear();
  BOOST_TEST(failed == 1);
  BOOST_TEST(served == 2);
}

BOOST_AUTO_TEST_CASE(a_directory_is_silent_until_somebody_is_answered) {
  Pool pool(quick(), std::nullopt);
  const auto read = [&] {
    return errorOf([&] {
      pool.use([&](const Pool::Lease& lease) {
        std::vector<Entry> entries;
        lease->search({people, Scope::Base}, {}, entries).orThrow();
      });
    });
  };
  const auto since = [&](Clock::time_point time) { return errorOf([&] { pool.throwIfSilentSince(time); }); };
  const auto begin = Clock::now();
  BOOST_CHECK(since(begin) == ResultCode::Success);
  BOOST_CHECK(read() == ResultCode::Success);
  slapd.pause();
  BOOST_CHECK(read() == ResultCode::Timeout);
  BOOST_CHECK(since(begin) == ResultCode::ConnectError);
  BOOST_CHECK(since(Clock::now()) == ResultCode::Success);
  slapd.resume();
  BOOST_CHECK(read() == ResultCode::Success);
  BOOST_CHECK(since(begin) == ResultCode::Success);
}

BOOST_AUTO_TEST_CASE(all_servers_away_are_all_named) {
  DirectorySettings settings = quick();
  settings.uris = {"ldap://127.0.0.1:1", "ldap://127.0.0.1:2"};
  BOOST_CHECK_EXCEPTION((void)Directory(settings).whoAmI(), Error, [](const Error& error) {
    return error.diagnosticMessage().find("127.0.0.1:1:") != std::string::npos &&
           error.diagnosticMessage().find("127.0.0.1:2:") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(eight_threads_read_and_write_at_once) {
  DirectorySettings settings = slapd.settings();
  settings.maxConnections = 4;
  settings.leaseTimeout = settings.operationTimeout = 20s;
  Directory shared(settings);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 30; ++i) {
        const std::string uid = "t" + std::to_string(t) + "-" + std::to_string(i);
        const WriteResult added = shared.add(person(uid), {.postRead = {"uid"}});
        if (!added.ok() || added.postRead->first("uid") != uid) ++wrong;
        const auto found = shared.search({people, Scope::OneLevel, {Equality{"uid", uid}}, {"uid"}});
        if (found.size() != 1 || found.front().first("uid") != uid) ++wrong;
        if (!shared.modify(personDn(uid), replace("description", {uid})).ok()) ++wrong;
        if (i % 2 == 0 && !shared.remove(personDn(uid)).ok()) ++wrong;
      }
    });
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(wrong == 0);
  BOOST_TEST(shared.search({people, Scope::OneLevel}).size() == 120U);
}

BOOST_AUTO_TEST_SUITE_END()
