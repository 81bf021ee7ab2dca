#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "connector/provisioning/EntryLocks.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(EntryLocksSuite)

BOOST_AUTO_TEST_CASE(the_same_key_exclusive_and_shared_is_exclusive) {
  EntryLocks locks;
  std::atomic<bool> entered{false};
  std::jthread other;
  {
    const EntryLocks::Guard guard = locks.lockEntries({"a"}, {"a", "b"});
    other = std::jthread([&] {
      const EntryLocks::Guard waits = locks.lockEntries({}, {"a"});
      entered = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    BOOST_TEST(!entered);
  }
  other.join();
  BOOST_TEST(entered);
}

BOOST_AUTO_TEST_CASE(readers_share) {
  EntryLocks locks;
  const EntryLocks::Guard first = locks.lockEntries({}, {"a"});
  std::atomic<bool> entered{false};
  std::jthread([&] {
    const EntryLocks::Guard second = locks.lockEntries({}, {"a"});
    entered = true;
  }).join();
  BOOST_TEST(entered);
}

BOOST_AUTO_TEST_CASE(any_order_of_keys_ends_without_deadlock_and_without_overlap) {
  EntryLocks locks;
  constexpr int kKeys = 8;
  std::array<int, kKeys> counters{};  // each guarded by the lock of its key
  {
    std::vector<std::jthread> threads;
    for (unsigned seed = 0; seed < 8; ++seed) {
      threads.emplace_back([&, seed] {
        std::mt19937 random(seed);
        for (int round = 0; round < 500; ++round) {
          std::vector<std::string> keys;
          for (int i = 0; i < 3; ++i) keys.push_back(std::to_string(random() % kKeys));
          std::set<std::string> each(keys.begin(), keys.end());
          const EntryLocks::Guard entries = locks.lockEntries(keys);
          const EntryLocks::Guard names = locks.lockNames({keys[2], keys[0]});
          for (const std::string& key : each) ++counters[static_cast<std::size_t>(std::stoi(key))];
        }
      });
    }
  }
  int total = 0;
  for (const int counter : counters) total += counter;
  BOOST_TEST(total > 8 * 500);
}

BOOST_AUTO_TEST_CASE(knows_what_is_not_yet_locked) {
  BOOST_TEST(unlocked({"a", "b", "c"}, {"c", "a"}) == std::vector<std::string>{"b"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
