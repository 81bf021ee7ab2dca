#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "connector/provisioning/MembershipQueue.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

/// Returns when so many wait for a turn of the group "g".
void awaitWaiting(MembershipQueue& queue, std::size_t callers) {
  while (queue.waiting("g") < callers) std::this_thread::yield();
}

}  // namespace

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
  std::atomic<int> done{0};
  std::mutex mutex;
  std::set<std::string> added;
  const MembershipQueue::CarryOut carryOut = [&](const MemberValues& values, const StoreChanges& rows,
                                                 Epoch) {
    if (inside.fetch_add(1) != 0) overlapped = true;
    // The first waits until everybody is in the queue, so that the rest has to meet.
    if (calls.fetch_add(1) == 0) awaitWaiting(queue, kCallers - 1);
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
      StoreChanges rows;
      rows.log.emplace_back();
      rows.fallback.push_back({"entra", std::to_string(i)});
      const Execution execution = queue.submit("g", {{{std::to_string(i)}, {}}, rows}, carryOut);
      done += execution.done() ? 1 : 0;
    });
  }
  threads.clear();
  BOOST_TEST(done == kCallers);
  BOOST_TEST(added.size() == std::size_t{kCallers});
  BOOST_TEST(!overlapped);
  BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(a_caller_hears_only_of_its_own_fault) {
  MembershipQueue queue;
  std::atomic<int> calls{0};
  const MembershipQueue::CarryOut carryOut = [&](const MemberValues& values, const StoreChanges&, Epoch) {
    if (calls.fetch_add(1) == 0) awaitWaiting(queue, 2);
    Execution execution;
    const bool bad = std::find(values.add.begin(), values.add.end(), "bad") != values.add.end();
    if (bad) execution.outcome = Execution::Outcome::Refused;
    return execution;
  };
  const auto submit = [&](const std::string& value) {
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

namespace {

/// A group in memory, and callers of whom all but the first meet.
struct Meeting {
  MembershipQueue queue;
  std::set<std::string> members;
  std::atomic<int> questions{0};
  std::atomic<int> written{0};
  MembershipQueue::Holds holds = [this](const auto& present, const auto& absent) {
    ++questions;
    const auto isMember = [&](const std::string& value) { return members.contains(value); };
    return std::all_of(present.begin(), present.end(), isMember) &&
           std::none_of(absent.begin(), absent.end(), isMember);
  };

  /// \returns whether each of the changes was carried out, in their order
  std::vector<bool> submit(const std::vector<MemberValues>& changes) {
    const MembershipQueue::CarryOut carryOut = [&](const MemberValues& values, const StoreChanges&, Epoch) {
      if (written++ == 0) {  // the first waits for the others
        awaitWaiting(queue, changes.size());
        questions = 0;
      }
      members.insert(values.add.begin(), values.add.end());
      for (const std::string& value : values.remove) members.erase(value);
      return Execution{};
    };
    std::vector<char> done(changes.size());
    std::vector<std::jthread> callers;
    const auto call = [&](const MemberValues& values) {
      return queue.submitUnlessSo("g", {values, {}}, carryOut, holds).has_value();
    };
    callers.emplace_back([&] { BOOST_TEST(call({{"first"}, {}})); });
    while (written == 0) std::this_thread::yield();
    for (std::size_t i = 0; i < changes.size(); ++i)
      callers.emplace_back([&, i] { done[i] = call(changes[i]) ? 1 : 0; });
    callers.clear();
    return {done.begin(), done.end()};
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(those_who_meet_ask_once_whether_all_of_it_makes_a_difference, Meeting) {
  members = {"x", "y"};
  const std::vector<bool> done = submit({{{"a"}, {}}, {{"b"}, {"x"}}, {{}, {"y"}}, {{"c", "d"}, {}}});
  BOOST_TEST(done == std::vector<bool>(4, true), boost::test_tools::per_element());
  BOOST_TEST(questions == 1);
  BOOST_TEST(written == 2);
  BOOST_CHECK(members == (std::set<std::string>{"a", "b", "c", "d", "first"}));
}

BOOST_FIXTURE_TEST_CASE(who_names_nobody_is_not_carried_out_with_others, Meeting) {
  BOOST_TEST(submit({{{"a"}, {}}, {{}, {}}, {{}, {}}}) == (std::vector<bool>{true, false, false}),
             boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(those_who_name_nobody_meet_for_nothing, Meeting) {
  BOOST_TEST(submit({{{}, {}}, {{}, {}}}) == (std::vector<bool>{false, false}),
             boost::test_tools::per_element());
  BOOST_TEST(written == 1);
}

BOOST_FIXTURE_TEST_CASE(what_is_so_already_is_not_carried_out, Meeting) {
  members = {"a", "x"};
  const std::vector<bool> done = submit({{{"a"}, {}}, {{"b"}, {"x"}}, {{}, {"y"}}, {{"a"}, {"y"}}, {{}, {}}});
  BOOST_TEST(done == (std::vector<bool>{false, true, false, false, false}), boost::test_tools::per_element());
  BOOST_TEST(written == 2);
  BOOST_CHECK(members == (std::set<std::string>{"a", "b", "first"}));
}

BOOST_FIXTURE_TEST_CASE(where_nothing_of_what_meets_makes_a_difference_nothing_is_written, Meeting) {
  members = {"a"};
  const std::vector<bool> done = submit({{{"a"}, {}}, {{}, {"y"}}});
  BOOST_TEST(done == std::vector<bool>(2, false), boost::test_tools::per_element());
  BOOST_TEST(written == 1);
}

BOOST_FIXTURE_TEST_CASE(who_takes_out_whom_another_puts_in_is_asked_about_by_himself, Meeting) {
  members = {"a"};
  const std::vector<bool> done = submit({{{"a"}, {}}, {{}, {"a"}}, {{"b"}, {}}});
  BOOST_TEST(written == 2);
  BOOST_TEST(done == (std::vector<bool>{false, true, true}), boost::test_tools::per_element());
  BOOST_CHECK(members == (std::set<std::string>{"b", "first"}));
}

BOOST_AUTO_TEST_CASE(a_question_without_an_answer_fails_those_who_asked) {
  MembershipQueue queue;
  const MembershipQueue::CarryOut carryOut = [](const MemberValues&, const StoreChanges&, Epoch) {
    BOOST_ERROR("carried out");
    return Execution{};
  };
  const MembershipQueue::Holds away = [](const auto&, const auto&) -> bool {
    throw std::runtime_error("away");
  };
  BOOST_CHECK_THROW((void)queue.submitUnlessSo("g", {{{"a"}, {}}, {}}, carryOut, away), std::runtime_error);
  BOOST_CHECK_THROW((void)queue.submitUnlessSo("g", {{{"a"}, {}}, {}}, carryOut, away), std::runtime_error);
}

namespace {

constexpr std::chrono::hours kForEver{24};

/// Callers who join the group, and how many each turn answers.
struct Turns {
  std::deque<MembershipQueue::Duration> patience;  ///< one behind the other; the last stays
  std::atomic<int> timesAsked{0};
  MembershipQueue queue{[this](auto) {
    ++timesAsked;
    const MembershipQueue::Duration next = patience.front();
    if (patience.size() > 1) patience.pop_front();
    return next;
  }};
  std::atomic<std::size_t> turns{0};
  std::vector<std::size_t> answered;
  std::atomic<int> failed{0};

  /// \param others  the first turn lasts until so many wait
  void join(std::size_t others, std::size_t values = 1) {
    const MembershipQueue::CarryOut carryOut = [&](const MemberValues&, const StoreChanges& rows, Epoch) {
      if (turns == 0) awaitWaiting(queue, others);
      answered.push_back(rows.log.size());
      ++turns;
      return Execution{};
    };
    StoreChanges rows;
    rows.log.emplace_back();
    const MemberValues change{std::vector<std::string>(values, "a"), {}};
    if (!queue.submit("g", {change, rows}, carryOut).done()) ++failed;
  }
  void check(const std::vector<std::size_t>& expected) const {
    BOOST_TEST(answered == expected, boost::test_tools::per_element());
    BOOST_TEST(failed == 0);
  }
};

/// So many threads do the same.
void inThreads(std::size_t count, const std::function<void()>& work) {
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < count; ++i) threads.emplace_back(work);
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(who_was_answered_or_waited_is_waited_for, Turns) {
  patience = {kForEver};
  inThreads(8, [&] {
    while (turns < 6) join(7);
  });
  check({1, 8, 8, 8, 8, 8});
}

BOOST_FIXTURE_TEST_CASE(who_does_not_come_back_is_not_waited_for_for_ever, Turns) {
  patience = {std::chrono::milliseconds(1)};
  inThreads(8, [&] { join(7); });
  check({1, 7});
}

BOOST_FIXTURE_TEST_CASE(who_is_alone_waits_for_nobody, Turns) {
  patience = {kForEver};
  join(0);
  join(0);
  check({1, 1});
  BOOST_TEST(timesAsked == 0);
}

BOOST_FIXTURE_TEST_CASE(nobody_is_waited_for_who_would_not_fit_in, Turns) {
  patience = {kForEver, std::chrono::hours(0)};
  inThreads(3, [&] { join(2, kMembersAtOnce); });
  check({1, 1, 1});
}

BOOST_FIXTURE_TEST_CASE(those_who_have_all_gone_are_expected_back, Turns) {
  patience = {std::chrono::hours(0), kForEver};
  inThreads(3, [&] { join(2); });
  const std::jthread first([&] { join(0); });
  while (queue.waiting("g") == 0 && turns == 2) std::this_thread::yield();
  join(0);
  check({1, 2, 2});
}

BOOST_AUTO_TEST_SUITE_END()
