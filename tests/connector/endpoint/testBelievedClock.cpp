#include <boost/test/unit_test.hpp>

#include "connector/endpoint/BelievedClock.h"

using namespace scim2ldap::connector;
using namespace std::chrono_literals;

namespace {

struct Fixture {
  Logger logger{Level::Error};
  BelievedClock clock{logger};
  TimePoint wall{std::chrono::days(20'000)};  ///< what the machine says
  TimePoint truth = wall;
  BelievedClock::Steady::time_point steady{1000h};

  /// A process that has run for a while.
  Fixture() {
    BOOST_TEST((now() == truth));
    pass(30min);
    BOOST_TEST((now() == truth));
  }
  TimePoint now() { return clock.at(wall, steady); }
  void pass(std::chrono::minutes time) {
    wall += time;
    truth += time;
    steady += time;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(BelievedClockSuite, Fixture)

BOOST_AUTO_TEST_CASE(goes_with_a_clock_that_is_adjusted_a_little) {
  for (int i = 0; i < 50; ++i) {
    pass(1min);
    wall += 20s;
    BOOST_TEST((now() == wall));
  }
}

BOOST_AUTO_TEST_CASE(a_jump_that_is_taken_back_within_the_hour_never_shows) {
  for (const std::chrono::hours jump : {-72h, -1h, 1h, 640'000h}) {
    wall += jump;
    for (int i = 0; i < 5; ++i, pass(10min)) BOOST_TEST((now() == truth));
    wall -= jump;
    BOOST_TEST((now() == truth));
    pass(10min);
    BOOST_TEST((now() == truth));
  }
}

BOOST_AUTO_TEST_CASE(a_jump_that_lasts_is_believed_after_an_hour) {
  for (const std::chrono::hours jump : {-72h, 100h}) {
    wall += jump;
    BOOST_TEST((now() == truth));
    pass(59min);
    BOOST_TEST((now() == truth));
    pass(1min);
    BOOST_TEST((now() == wall));
    truth = wall;
  }
}

BOOST_AUTO_TEST_CASE(the_way_back_from_a_jump_that_lasted_is_believed_at_once) {
  wall += 2h;
  BOOST_TEST((now() == truth));
  pass(90min);
  BOOST_TEST((now() == wall));
  wall -= 2h;
  BOOST_TEST((now() == truth));
  // It was wrong, and is nothing to go back to.
  wall += 2h;
  BOOST_TEST((now() == truth));
}

BOOST_AUTO_TEST_CASE(the_way_back_is_forgotten_after_a_day) {
  wall += 2h;
  BOOST_TEST((now() == truth));
  pass(60min);
  BOOST_TEST((now() == wall));
  pass(24h);
  wall -= 2h;
  BOOST_TEST((now() == wall + 2h));
}

BOOST_AUTO_TEST_CASE(a_clock_that_jumps_on_and_on_is_not_believed) {
  for (int i = 0; i < 100; ++i) {
    wall += 5h;
    BOOST_TEST((now() == truth));
    pass(5min);
  }
}

BOOST_AUTO_TEST_CASE(at_the_beginning_a_machine_may_still_get_its_time) {
  BelievedClock fresh(logger);
  BOOST_TEST((fresh.at(TimePoint{}, steady) == TimePoint{}));
  pass(1min);
  BOOST_TEST((fresh.at(wall, steady) == wall));
}

BOOST_AUTO_TEST_SUITE_END()
