#include <boost/test/unit_test.hpp>

#include "connector/log/Bursts.h"

using namespace scim2ldap::connector;
using namespace std::chrono_literals;

namespace {

const Bursts::Clock::time_point kStart{1000s};

}  // namespace

BOOST_AUTO_TEST_SUITE(BurstsSuite)

BOOST_AUTO_TEST_CASE(the_first_is_told_and_the_others_are_counted_until_ten_seconds_of_silence) {
  Bursts bursts;
  BOOST_TEST(!bursts.nextEnd().has_value());
  BOOST_TEST(bursts.begins(Level::Warning, "A", "x", kStart));
  for (int second = 1; second <= 5; ++second)
    BOOST_TEST(!bursts.begins(Level::Warning, "A", "x", kStart + std::chrono::seconds(second)));
  BOOST_TEST((bursts.nextEnd() == kStart + 15s));
  BOOST_TEST(bursts.takeEnded(kStart + 14s).empty());
  const auto ended = bursts.takeEnded(kStart + 15s);
  BOOST_REQUIRE(ended.size() == 1U);
  BOOST_TEST((ended[0].level == Level::Warning));
  BOOST_TEST(ended[0].id == "A");
  BOOST_TEST(ended[0].about == "x");
  BOOST_TEST(ended[0].more == 5U);
  BOOST_TEST((ended[0].length == 5s));
  BOOST_TEST(bursts.begins(Level::Warning, "A", "x", kStart + 15s));
}

BOOST_AUTO_TEST_CASE(one_that_does_not_end_is_told_every_minute) {
  Bursts bursts;
  int told = 0;
  std::size_t counted = 0;
  for (int second = 0; second < 180; ++second) {
    const auto now = kStart + std::chrono::seconds(second);
    for (const auto& ended : bursts.takeEnded(now)) counted += ended.more;
    told += bursts.begins(Level::Info, "A", "x", now) ? 1 : 0;
  }
  BOOST_TEST(told == 3);
  for (const auto& ended : bursts.takeEnded(kStart + 1h)) counted += ended.more;
  BOOST_TEST(counted == 180U - 3U);
}

BOOST_AUTO_TEST_CASE(a_single_message_has_no_summary) {
  Bursts bursts;
  BOOST_TEST(bursts.begins(Level::Info, "A", "x", kStart));
  BOOST_TEST(bursts.takeEnded(kStart + 1h).empty());
  BOOST_TEST(!bursts.nextEnd().has_value());
}

BOOST_AUTO_TEST_CASE(what_is_about_something_else_is_told) {
  Bursts bursts;
  BOOST_TEST(bursts.begins(Level::Info, "A", "x", kStart));
  BOOST_TEST(bursts.begins(Level::Info, "A", "y", kStart));
  BOOST_TEST(bursts.begins(Level::Info, "B", "x", kStart));
}

BOOST_AUTO_TEST_CASE(a_thousand_addresses_are_told_a_hundred_times) {
  Bursts bursts;
  std::size_t told = 0;
  for (int address = 0; address < 1000; ++address)
    told += bursts.begins(Level::Info, "A", std::to_string(address), kStart) ? 1 : 0;
  BOOST_TEST(told == Bursts::kMostKinds + 1);
  const auto ended = bursts.takeEnded(kStart + 1h);
  BOOST_REQUIRE(ended.size() == 1U);
  BOOST_TEST(ended[0].about == "many others, the last: 999");
  BOOST_TEST(ended[0].more == 899U);
}

BOOST_AUTO_TEST_CASE(many_of_one_id_keep_no_other_id_from_being_told) {
  Bursts bursts;
  for (int address = 0; address < 1000; ++address)
    static_cast<void>(bursts.begins(Level::Info, "A", std::to_string(address), kStart));
  BOOST_TEST(bursts.begins(Level::Warning, "B", "x", kStart));
  BOOST_TEST(bursts.begins(Level::Warning, "B", "y", kStart));
}

BOOST_AUTO_TEST_SUITE_END()
