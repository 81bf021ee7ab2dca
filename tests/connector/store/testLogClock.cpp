#include <boost/test/unit_test.hpp>

#include "connector/store/LogClock.h"
#include "connector/store/LogTable.h"
#include "connector/store/Migrations.h"
#include "connector/store/SqliteStore.h"
#include "connector/store/StateFile.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using namespace std::chrono_literals;
using scim2ldap::test::TemporaryFolder;

namespace {

constexpr std::chrono::days kYears{27'000};

struct Fixture {
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "s.db";
  Database database = open();
  TimePoint wall{std::chrono::days(20'000)};
  LogClock::Steady::time_point steady{};

  Database open() const {
    prepareStateFile(file);
    Database opened(file, Database::Access::Write);
    migrate(opened, file);
    return opened;
  }
  void pass(std::chrono::hours time) {
    wall += time;
    steady += time;
  }
  /// How far the clock of a process is behind the machine's.
  std::chrono::hours behind(LogClock& clock) {
    return std::chrono::duration_cast<std::chrono::hours>(wall - clock.at(database, wall, steady));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(LogClockSuite, Fixture)

BOOST_AUTO_TEST_CASE(goes_with_the_machines_clock) {
  LogClock clock;
  for (int hour = 0; hour < 100; ++hour, pass(1h)) BOOST_TEST(behind(clock).count() == 0);
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_ahead_for_an_hour_takes_a_day_of_the_log_and_no_more) {
  LogClock clock;
  (void)behind(clock);
  const TimePoint before = wall;
  wall += kYears;
  BOOST_TEST((clock.at(database, wall, steady) == before));
  pass(1h);
  BOOST_TEST((clock.at(database, wall, steady) == before + 24h));
  wall -= kYears;
  BOOST_TEST((clock.at(database, wall, steady) == before + 1h));
}

BOOST_AUTO_TEST_CASE(a_restart_while_it_is_ahead_does_not_let_it_through) {
  {
    LogClock clock;
    (void)behind(clock);
    pass(2h);
    (void)behind(clock);
  }
  const TimePoint before = wall;
  wall += kYears;
  appendLog(database, {LogRow{.time = wall}});
  LogClock next;
  BOOST_TEST((next.at(database, wall, steady) == before));
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_back_holds_nothing_up_afterwards) {
  LogClock clock;
  (void)behind(clock);
  wall -= kYears / 2;
  BOOST_TEST(behind(clock).count() == 0);
  wall += kYears / 2;
  pass(1h);
  BOOST_TEST(behind(clock).count() == 0);
}

BOOST_AUTO_TEST_CASE(what_a_service_was_stopped_for_is_caught_up_with) {
  appendLog(database, {LogRow{.time = wall - std::chrono::days(9)}});
  LogClock clock;
  BOOST_TEST(behind(clock).count() == 9 * 24);
  pass(9h);
  BOOST_TEST(behind(clock).count() == 9);
  pass(1h);
  BOOST_TEST(behind(clock).count() == 0);
}

BOOST_AUTO_TEST_CASE(the_store_goes_by_it) {
  const LogRetention retention{.age = std::chrono::days(5)};
  const LogRow old{.time = currentTime() - std::chrono::days(10)};
  openSqliteStore(file)->commit({.log = {old, old}});
  database.run("INSERT INTO log_clock (number, reached) VALUES (1, ?1)",
               currentTime() - std::chrono::days(9));
  openSqliteStore(file, retention)->commit({.log = {LogRow{.time = currentTime()}}});
  BOOST_TEST(readLog(database, 9, std::nullopt).size() == 3U);
  database.run("UPDATE log_clock SET reached = ?1", currentTime());
  openSqliteStore(file, retention)->commit({.log = {LogRow{.time = currentTime()}}});
  BOOST_TEST(readLog(database, 9, std::nullopt).size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_command_trims_nothing) {
  const TimePoint old = currentTime() - std::chrono::days(9999);
  openSqliteStore(file)->commit({.log = {LogRow{.time = old}, LogRow{.time = old}}});
  openSqliteStore(file)->commit({.log = {LogRow{.time = currentTime()}}});
  BOOST_TEST(readLog(database, 9, std::nullopt).size() == 3U);
  openSqliteStore(file, LogRetention{.rows = 1})->commit({.log = {LogRow{.time = currentTime()}}});
  BOOST_TEST(readLog(database, 9, std::nullopt).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
