#include <boost/test/unit_test.hpp>

#include "connector/store/LogTable.h"
#include "connector/store/Migrations.h"
#include "connector/store/SqliteStore.h"
#include "connector/store/StateFile.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

namespace {

Database openLog(const std::filesystem::path& file) {
  prepareStateFile(file);
  Database database(file, Database::Access::Write);
  migrate(database, file);
  return database;
}

std::vector<std::int64_t> numbers(Database& database) {
  std::vector<std::int64_t> result;
  for (const LogRow& row : readLog(database, 1000, std::nullopt)) result.push_back(row.number);
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(LogTableSuite)

BOOST_AUTO_TEST_CASE(trims_the_oldest_rows_in_portions) {
  const TemporaryFolder folder;
  Database database = openLog(folder.path() / "s.db");
  appendLog(database, std::vector<LogRow>(10));
  trimLog(database, {.rows = 10}, TimePoint{}, 100);
  BOOST_TEST(numbers(database).size() == 10U);
  trimLog(database, {.rows = 4}, TimePoint{}, 2);
  BOOST_TEST(numbers(database) == (std::vector<std::int64_t>{10, 9, 8, 7, 6, 5, 4, 3}),
             boost::test_tools::per_element());
  trimLog(database, {.rows = 4}, TimePoint{}, 100);
  BOOST_TEST(numbers(database) == (std::vector<std::int64_t>{10, 9, 8, 7}), boost::test_tools::per_element());
  trimLog(database, {.rows = 4}, TimePoint{}, 100);
  BOOST_TEST(numbers(database).size() == 4U);
}

BOOST_AUTO_TEST_CASE(what_is_too_old_goes_up_to_the_first_that_is_not) {
  const TemporaryFolder folder;
  Database database = openLog(folder.path() / "s.db");
  const TimePoint now = currentTime();
  const auto daysAgo = [&](int days) { return LogRow{.time = now - std::chrono::days(days)}; };
  appendLog(database, {daysAgo(9), daysAgo(8), daysAgo(2), daysAgo(7), daysAgo(0)});
  const LogRetention retention{.age = std::chrono::days(5)};
  trimLog(database, retention, now, 1);
  BOOST_TEST(numbers(database) == (std::vector<std::int64_t>{5, 4, 3, 2}), boost::test_tools::per_element());
  trimLog(database, retention, now, 100);
  BOOST_TEST(numbers(database) == (std::vector<std::int64_t>{5, 4, 3}), boost::test_tools::per_element());
  trimLog(database, retention, now + std::chrono::days(30), 100);
  BOOST_TEST(numbers(database).empty());
}

BOOST_AUTO_TEST_CASE(a_row_of_a_clock_that_was_ahead_keeps_no_older_ones) {
  const TemporaryFolder folder;
  Database database = openLog(folder.path() / "s.db");
  const TimePoint now = currentTime();
  const auto daysAgo = [&](int days) { return LogRow{.time = now - std::chrono::days(days)}; };
  appendLog(database, {daysAgo(-9999), daysAgo(8), daysAgo(-9999), daysAgo(7), daysAgo(-9999), daysAgo(0)});
  trimLog(database, {.age = std::chrono::days(5)}, now, 100);
  BOOST_TEST(numbers(database) == (std::vector<std::int64_t>{6, 5}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_back_takes_nothing) {
  const TemporaryFolder folder;
  Database database = openLog(folder.path() / "s.db");
  appendLog(database, std::vector<LogRow>(3, LogRow{.time = currentTime()}));
  appendLog(database, {LogRow{}});
  trimLog(database, {.age = std::chrono::days(5)}, TimePoint{}, 100);
  BOOST_TEST(numbers(database).size() == 4U);
}

BOOST_AUTO_TEST_CASE(rows_behind_a_number_come_in_order) {
  const TemporaryFolder folder;
  Database database = openLog(folder.path() / "s.db");
  appendLog(database, std::vector<LogRow>(5));
  const std::vector<LogRow> rows = readLogAfter(database, 2, 2);
  BOOST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].number == 3);
  BOOST_TEST(rows[1].number == 4);
  BOOST_TEST(readLogAfter(database, 5, 2).empty());
}

BOOST_AUTO_TEST_CASE(the_store_keeps_the_newest_rows) {
  const TemporaryFolder folder;
  const auto store = openSqliteStore(folder.path() / "s.db", LogRetention{.rows = 100});
  store->commit({.log = std::vector<LogRow>(100, LogRow{.time = currentTime()})});
  store->commit({.log = std::vector<LogRow>(3, LogRow{.time = currentTime()})});
  const std::vector<LogRow> rows = store->log(200, std::nullopt);
  BOOST_REQUIRE(rows.size() == 100U);
  BOOST_TEST(rows.front().number == 103);
  BOOST_TEST(rows.back().number == 4);
}

BOOST_AUTO_TEST_SUITE_END()
