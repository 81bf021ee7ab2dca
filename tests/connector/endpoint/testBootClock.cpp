#include <time.h>

#include <boost/test/unit_test.hpp>

#include "connector/endpoint/BelievedClock.h"
#include "connector/endpoint/BootClock.h"

using namespace scim2ldap::connector;

namespace {

std::chrono::nanoseconds boottime() {
  timespec time{};
  ::clock_gettime(CLOCK_BOOTTIME, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(BootClockSuite)

// Where a machine was never suspended, the two clocks of the system do not differ.
BOOST_AUTO_TEST_CASE(is_the_clock_that_goes_on_while_the_machine_sleeps) {
  const auto before = boottime();
  const auto now = BootClock::now().time_since_epoch();
  BOOST_TEST((before <= now && now <= boottime()));
  static_assert(std::is_same_v<BelievedClock::Steady, BootClock>);
}

BOOST_AUTO_TEST_SUITE_END()
