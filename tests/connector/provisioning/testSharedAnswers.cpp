#include <atomic>
#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <thread>
#include <vector>

#include "connector/provisioning/SharedAnswers.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(SharedAnswersSuite)

BOOST_AUTO_TEST_CASE(each_gets_an_answer_that_was_asked_for_after_he_came) {
  constexpr int kCallers = 16;
  constexpr int kTimes = 200;
  SharedAnswers<int> answers;
  std::atomic<int> state{0};
  std::atomic<int> asked{0};
  std::atomic<int> stale{0};
  std::vector<std::jthread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&] {
      for (int i = 0; i < kTimes; ++i) {
        const int before = ++state;
        const int answer = answers.get("q", [&] {
          ++asked;
          const int now = state;
          std::this_thread::yield();
          return now;
        });
        if (answer < before) ++stale;
      }
    });
  }
  callers.clear();
  BOOST_TEST(stale == 0);
  BOOST_TEST(asked <= kCallers * kTimes);
}

BOOST_AUTO_TEST_CASE(those_who_come_while_one_asks_share_the_next_answer) {
  constexpr std::size_t kOthers = 8;
  SharedAnswers<int> answers;
  std::atomic<int> asked{0};
  const auto get = [&] {
    return answers.get("q", [&] {
      const int number = ++asked;
      while (number == 1 && answers.waiting("q") < kOthers) std::this_thread::yield();
      return number;
    });
  };
  std::vector<std::jthread> callers;
  std::atomic<int> first{0};
  callers.emplace_back([&] { first = get(); });
  while (asked == 0) std::this_thread::yield();
  std::atomic<std::size_t> others{0};
  for (std::size_t i = 0; i < kOthers; ++i) callers.emplace_back([&] { others += get() == 2 ? 1 : 0; });
  callers.clear();
  BOOST_TEST(first == 1);
  BOOST_TEST(others == kOthers);
  BOOST_TEST(asked == 2);
}

BOOST_AUTO_TEST_CASE(other_questions_do_not_wait) {
  SharedAnswers<int> answers;
  const int outer = answers.get("a", [&] { return answers.get("b", [] { return 1; }) + 1; });
  BOOST_TEST(outer == 2);
}

BOOST_AUTO_TEST_CASE(what_asking_throws_they_get_and_the_next_asks_anew) {
  SharedAnswers<int> answers;
  BOOST_CHECK_THROW((void)answers.get("q", []() -> int { throw std::runtime_error("away"); }),
                    std::runtime_error);
  BOOST_TEST(answers.get("q", [] { return 3; }) == 3);
}

BOOST_AUTO_TEST_SUITE_END()
