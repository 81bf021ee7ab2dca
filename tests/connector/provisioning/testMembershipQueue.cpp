#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <mutex>
#include <set>
#include <thread>

#include "connector/provisioning/MembershipQueue.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(MembershipQueueSuite)

BOOST_AUTO_TEST_CASE(the_last_word_on_a_value_holds) {
  const MemberValues first{{"a", "b"}, {"x"}};
  const MemberValues second{{"x"}, {"a"}};
  const MemberValues both = joined({&first, &second});
  BOOST_TEST(both.add == (std::vector<std::string>{"x", "b"}), boost::test_tools::per_element());
  BOOST_TEST(both.remove == (std::vector<std::string>{"a"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(changes_that_meet_are_carried_out_together_and_each_once) {
  constexpr int kCallers = 16;
  MembershipQueue queue;
  std::atomic<int> inside{0};
  std::atomic<int> calls{0};
  std::atomic<bool> overlapped{false};
  std::mutex mutex;
  std::set<std::string> added;
  std::atomic<int> waiting{0};
  const MembershipQueue::CarryOut carryOut = [&](const MemberValues& values, const StoreChanges& rows,
                                                 Epoch) {
    if (inside.fetch_add(1) != 0) overlapped = true;
    // The first waits until everybody is in the queue, so that the rest has to meet.
    if (calls.fetch_add(1) == 0) {
      while (waiting < kCallers) std::this_thread::yield();
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    {
      const std::lock_guard lock(mutex);
      BOOST_TEST(values.add.size() == rows.log.size());
      BOOST_TEST(values.add.size() == rows.fallback.size());
      for (const std::string& value : values.add) BOOST_TEST(added.insert(value).second);
    }
    inside.fetch_sub(1);
    return Execution{};
  };
  std::vector<std::jthread> threads;
  for (int i = 0; i < kCallers; ++i) {
    threads.emplace_back([&, i] {
      ++waiting;
      StoreChanges rows;
      rows.log.emplace_back();
      rows.fallback.push_back({"entra", std::to_string(i)});
      const Execution execution = queue.submit("g", {{{std::to_string(i)}, {}}, rows}, carryOut);
      BOOST_TEST(execution.done());
    });
  }
  threads.clear();
  BOOST_TEST(added.size() == std::size_t{kCallers});
  BOOST_TEST(!overlapped);
  BOOST_TEST(calls < kCallers);
}

BOOST_AUTO_TEST_CASE(a_caller_hears_only_of_its_own_fault) {
  MembershipQueue queue;
  std::atomic<int> calls{0};
  std::atomic<int> waiting{0};
  const MembershipQueue::CarryOut carryOut = [&](const MemberValues& values, const StoreChanges&, Epoch) {
    if (calls.fetch_add(1) == 0) {
      while (waiting < 3) std::this_thread::yield();
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    Execution execution;
    const bool bad = std::find(values.add.begin(), values.add.end(), "bad") != values.add.end();
    if (bad) execution.outcome = Execution::Outcome::Refused;
    return execution;
  };
  const auto submit = [&](const std::string& value) {
    ++waiting;
    return queue.submit("g", {{{value}, {}}, {}}, carryOut).done();
  };
  bool good = false;
  bool bad = true;
  {
    const std::jthread first([&] { static_cast<void>(submit("first")); });
    while (calls == 0) std::this_thread::yield();
    const std::jthread second([&] { good = submit("good"); });
    const std::jthread third([&] { bad = submit("bad"); });
  }
  BOOST_TEST(good);
  BOOST_TEST(!bad);
}

BOOST_AUTO_TEST_SUITE_END()
