#include <atomic>
#include <boost/test/unit_test.hpp>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

#include "EntraTokens.h"
#include "connector/auth/KeySource.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using namespace std::chrono_literals;

namespace {

using Clock = KeySource::Clock;

struct Fixture {
  Logger logger{Level::Error};
  std::string document = entraKey().jwkSet();
  bool isAway = false;
  int fetches = 0;
  KeySource source{"https://login.example.org/keys",
                   [this](const std::string& location) {
                     BOOST_TEST(location == "https://login.example.org/keys");
                     ++fetches;
                     if (isAway) throw std::runtime_error("no connection");
                     return document;
                   },
                   logger};
  Clock::time_point now = Clock::now();

  [[nodiscard]] bool knows(const std::string& keyId) { return source.find(keyId, now).key.has_value(); }
  [[nodiscard]] bool isToldAway(const std::string& keyId) { return source.find(keyId, now).isAway; }
  void rotate() { document = jwkSetOf({entraKey().jwk(), nextEntraKey().jwk()}); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(KeySourceSuite, Fixture)

BOOST_AUTO_TEST_CASE(fetches_once_for_all_that_ask) {
  for (int count = 0; count < 100; ++count) BOOST_TEST(knows("kid-1"));
  BOOST_TEST(fetches == 1);
}

BOOST_AUTO_TEST_CASE(fetches_anew_for_a_key_that_it_does_not_know) {
  BOOST_TEST(knows("kid-1"));
  rotate();
  BOOST_TEST(knows("kid-2"));
  BOOST_TEST(knows("kid-1"));
  BOOST_TEST(fetches == 2);
}

BOOST_AUTO_TEST_CASE(does_not_fetch_as_often_as_somebody_names_keys_that_do_not_exist) {
  BOOST_TEST(knows("kid-1"));
  for (std::size_t count = 0; count < KeySource::kMostForUnknown; ++count) {
    BOOST_TEST(!isToldAway("made-up-" + std::to_string(count)));
  }
  rotate();
  for (int count = 0; count < 100; ++count) {
    BOOST_TEST(isToldAway("made-up-" + std::to_string(count)));
    BOOST_TEST(isToldAway("kid-2"));  // which is new: nobody may say that it is wrong
  }
  BOOST_TEST(fetches == 1 + static_cast<int>(KeySource::kMostForUnknown));
  now += KeySource::kUnknownWindow;
  BOOST_TEST(knows("kid-2"));
  BOOST_TEST(fetches == 2 + static_cast<int>(KeySource::kMostForUnknown));
}

BOOST_AUTO_TEST_CASE(forgets_keys_that_could_not_be_read_anew_for_a_day) {
  BOOST_TEST(knows("kid-1"));
  isAway = true;
  now += KeySource::kMostAge - 1s;
  source.refresh(now);
  BOOST_TEST(knows("kid-1"));
  now += 1s + KeySource::kFloor;
  BOOST_TEST(!knows("kid-1"));
  BOOST_TEST(isToldAway("kid-1"));
  isAway = false;
  now += KeySource::kFloor;
  BOOST_TEST(knows("kid-1"));
}

BOOST_AUTO_TEST_CASE(lets_nobody_wait_without_end) {
  std::promise<void> begun;
  std::promise<void> released;
  KeySource stuck{"https://login.example.org/keys",
                  [&](const std::string&) {
                    begun.set_value();
                    released.get_future().wait();
                    return entraKey().jwkSet();
                  },
                  logger};
  std::jthread first([&] { static_cast<void>(stuck.find("kid-1", now)); });
  begun.get_future().wait();
  BOOST_TEST(stuck.find("kid-1", now).isAway);  // comes back although the fetch goes on
  released.set_value();
}

BOOST_AUTO_TEST_CASE(goes_on_with_what_it_knows_while_the_server_is_away) {
  BOOST_TEST(knows("kid-1"));
  isAway = true;
  now += KeySource::kUrlAge;
  source.refresh(now);
  BOOST_TEST(fetches == 2);
  BOOST_TEST(knows("kid-1"));
  BOOST_TEST(isToldAway("kid-2"));  // it may be new
  isAway = false;
  rotate();
  now += KeySource::kRetryInterval;
  source.refresh(now);
  BOOST_TEST(knows("kid-2"));
}

BOOST_AUTO_TEST_CASE(goes_on_with_what_it_knows_when_the_answer_makes_no_sense) {
  BOOST_TEST(knows("kid-1"));
  document = "<html>";
  now += KeySource::kUrlAge;
  source.refresh(now);
  BOOST_TEST(knows("kid-1"));
}

BOOST_AUTO_TEST_CASE(says_that_it_cannot_tell_as_long_as_it_has_never_had_an_answer) {
  isAway = true;
  BOOST_TEST(isToldAway("kid-1"));
  BOOST_TEST(isToldAway("kid-1"));
  BOOST_TEST(fetches == 1);
  isAway = false;
  now += KeySource::kFloor;
  BOOST_TEST(knows("kid-1"));
}

BOOST_AUTO_TEST_CASE(refreshes_by_age_so_that_withdrawn_keys_end) {
  rotate();
  BOOST_TEST(knows("kid-1"));
  document = nextEntraKey().jwkSet();
  source.refresh(now + KeySource::kUrlAge - 1s);
  BOOST_TEST(knows("kid-1"));
  source.refresh(now + KeySource::kUrlAge);
  BOOST_TEST(!knows("kid-1"));
  BOOST_TEST(knows("kid-2"));
}

BOOST_AUTO_TEST_CASE(refreshes_without_having_been_asked_for_a_key) {
  source.refresh(now);
  BOOST_TEST(fetches == 1);
  BOOST_TEST(knows("kid-1"));
  BOOST_TEST(fetches == 1);
}

BOOST_AUTO_TEST_CASE(reads_a_file_more_often) {
  int reads = 0;
  KeySource file{"/etc/scim2ldap/keys.json",
                 [&](const std::string&) {
                   ++reads;
                   return document;
                 },
                 logger};
  file.refresh(now);
  file.refresh(now + KeySource::kFileAge);
  BOOST_TEST(reads == 2);
}

BOOST_AUTO_TEST_CASE(holds_up_nobody_who_asks_for_a_known_key_and_fetches_once_for_those_who_wait) {
  std::promise<void> begun;
  std::promise<void> released;
  std::atomic<int> reads{0};
  KeySource slow{"https://login.example.org/keys",
                 [&](const std::string&) {
                   if (++reads == 1) return entraKey().jwkSet();
                   begun.set_value();
                   released.get_future().wait();
                   return jwkSetOf({entraKey().jwk(), nextEntraKey().jwk()});
                 },
                 logger};
  slow.refresh(now);
  std::atomic<int> found{0};
  const auto ask = [&] { found += slow.find("kid-2", now).key.has_value() ? 1 : 0; };
  {
    std::jthread first(ask);
    begun.get_future().wait();
    BOOST_TEST(slow.find("kid-1", now).key.has_value());  // while the fetch goes on
    std::vector<std::jthread> others;
    for (int count = 0; count < 3; ++count) others.emplace_back(ask);
    slow.refresh(now + KeySource::kUrlAge);
    released.set_value();
  }
  BOOST_TEST(found == 4);
  BOOST_TEST(reads == 2);
}

BOOST_AUTO_TEST_CASE(lets_only_a_few_wait) {
  std::promise<void> begun;
  std::promise<void> released;
  KeySource slow{"https://login.example.org/keys",
                 [&](const std::string&) {
                   begun.set_value();
                   released.get_future().wait();
                   return entraKey().jwkSet();
                 },
                 logger};
  std::atomic<int> away{0};
  {
    std::jthread first([&] { static_cast<void>(slow.find("kid-1", now)); });
    begun.get_future().wait();
    std::vector<std::jthread> others;
    for (int count = 0; count < KeySource::kMostWaiting + 3; ++count) {
      others.emplace_back([&] { away += slow.find("kid-1", now).isAway ? 1 : 0; });
    }
    // Those beyond the limit come back while the fetch goes on.
    while (away < 3) std::this_thread::yield();
    released.set_value();
  }
  BOOST_TEST(away == 3);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(KeySourcesSuite, Fixture)

BOOST_AUTO_TEST_CASE(are_the_same_for_the_same_place) {
  KeySources sources([](const std::string&) { return std::string(); }, logger);
  BOOST_TEST(&sources.at("/a") == &sources.at("/a"));
  BOOST_TEST(&sources.at("/a") != &sources.at("/b"));
}

BOOST_AUTO_TEST_SUITE_END()
