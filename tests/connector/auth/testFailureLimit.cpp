#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

#include "connector/auth/FailureLimit.h"

using namespace scim2ldap::connector;
using namespace std::chrono_literals;

namespace {

struct Fixture {
  FailureLimit limit;
  FailureLimit::Clock::time_point now = FailureLimit::Clock::now();

  [[nodiscard]] bool isHeldBack(const std::string& peer, std::size_t most = 3) {
    return limit.fail(peer, most, now).has_value();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(FailureLimitSuite, Fixture)

BOOST_AUTO_TEST_CASE(lets_so_many_fail_in_a_minute_and_tells_when_to_come_again) {
  for (int count = 0; count < 3; ++count) BOOST_TEST(!isHeldBack("192.0.2.1"));
  now += 20s;
  const auto excess = limit.fail("192.0.2.1", 3, now);
  BOOST_REQUIRE(excess.has_value());
  BOOST_TEST((excess->wait == 40s));
  BOOST_TEST(excess->isFirst);
  BOOST_TEST(!limit.fail("192.0.2.1", 3, now)->isFirst);
  now += 40s;
  BOOST_TEST(!isHeldBack("192.0.2.1"));
}

BOOST_AUTO_TEST_CASE(tells_with_the_next_first_one_how_many_there_were_before) {
  for (int count = 0; count < 3; ++count) BOOST_TEST(!isHeldBack("192.0.2.1"));
  BOOST_TEST(limit.fail("192.0.2.1", 3, now)->untold == 0U);
  for (int count = 0; count < 5; ++count) BOOST_TEST(limit.fail("192.0.2.1", 3, now)->untold == 0U);
  now += 60s;
  for (int count = 0; count < 3; ++count) BOOST_TEST(!isHeldBack("192.0.2.1"));
  BOOST_TEST(limit.fail("192.0.2.1", 3, now)->untold == 6U);
  BOOST_TEST(limit.fail("192.0.2.1", 3, now)->untold == 0U);
}

BOOST_AUTO_TEST_CASE(tells_a_whole_second_at_least) {
  for (int count = 0; count < 3; ++count) BOOST_TEST(!isHeldBack("192.0.2.1"));
  now += 59'999ms;
  BOOST_TEST((limit.fail("192.0.2.1", 3, now)->wait == 1s));
}

BOOST_AUTO_TEST_CASE(counts_each_address_by_itself) {
  for (int count = 0; count < 4; ++count) static_cast<void>(isHeldBack("192.0.2.1"));
  BOOST_TEST(isHeldBack("192.0.2.1"));
  BOOST_TEST(!isHeldBack("192.0.2.2"));
}

BOOST_AUTO_TEST_CASE(without_a_limit_nobody_is_held_back) {
  for (int count = 0; count < 1000; ++count) BOOST_TEST(!isHeldBack("192.0.2.1", 0));
  BOOST_TEST(limit.addresses() == 0U);
}

BOOST_AUTO_TEST_CASE(takes_an_ipv6_network_for_one_address) {
  for (int count = 0; count < 3; ++count) BOOST_TEST(!isHeldBack("2001:db8:1:2::" + std::to_string(count)));
  BOOST_TEST(isHeldBack("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  BOOST_TEST(!isHeldBack("2001:db8:1:3::1"));
}

BOOST_AUTO_TEST_CASE(remembers_a_bounded_number_those_that_failed_last) {
  for (int count = 0; count < 4; ++count) static_cast<void>(isHeldBack("first"));
  for (std::size_t count = 0; count < FailureLimit::kMostAddresses - 1; ++count) {
    static_cast<void>(isHeldBack("peer" + std::to_string(count)));
  }
  BOOST_TEST(isHeldBack("first"));  // which makes it the latest
  for (std::size_t count = 0; count < FailureLimit::kMostAddresses - 1; ++count) {
    static_cast<void>(isHeldBack("other" + std::to_string(count)));
  }
  BOOST_TEST(limit.addresses() == FailureLimit::kMostAddresses);
  BOOST_TEST(isHeldBack("first"));
  for (std::size_t count = 0; count < FailureLimit::kMostAddresses; ++count) {
    static_cast<void>(isHeldBack("third" + std::to_string(count)));
  }
  BOOST_TEST(!isHeldBack("first"));
}

BOOST_AUTO_TEST_CASE(counts_what_many_threads_tell) {
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([this] {
        for (int count = 0; count < 25; ++count) static_cast<void>(limit.fail("192.0.2.1", 100, now));
      });
    }
  }
  BOOST_TEST(isHeldBack("192.0.2.1", 100));
}

BOOST_AUTO_TEST_SUITE_END()
